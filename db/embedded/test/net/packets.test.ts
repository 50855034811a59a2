import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { descriptorValue, parseDescriptor } from '../../net/connect-descriptor'
import { encodeAccept, encodeRefuse, parseConnect } from '../../net/connect-packet'
import { encodeData, encodeMarker, encodePacket, ProtocolError, TNS_PACKET_TYPE_DATA } from '../../net/packet'
import { PacketReader } from '../../net/packet-reader'

function readAll(reader: PacketReader, stream: Buffer, cuts: readonly number[]): Buffer[] {
  const bodies: Buffer[] = []
  let at = 0
  for (const cut of [...cuts, stream.length]) {
    const end = Math.min(stream.length, at + cut)
    reader.push(stream.subarray(at, end))
    at = end
    for (let p = reader.next(); p; p = reader.next()) bodies.push(Buffer.from(p.body))
  }
  return bodies
}

describe('packets', () => {
  it('come out whole however the stream is cut, with both header forms', () => {
    const arbitrary = fc.tuple(fc.boolean(), fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 1, maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 40 })))
    fc.assert(fc.property(arbitrary, ([large, bodies, cuts]) => {
      const reader = new PacketReader(65535)
      reader.largeHeader = large
      const stream = Buffer.concat(bodies.map(b => encodePacket(TNS_PACKET_TYPE_DATA, Buffer.from(b), large)))
      expect(readAll(reader, stream, cuts)).toEqual(bodies.map(b => Buffer.from(b)))
    }))
  })
  it('hold a message cut at the SDU, and give it back joined', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 5000 }), fc.constantFrom(512, 1000, 8192), (length, sdu) => {
      const message = Buffer.from(Array.from({ length }, (_, i) => i % 251))
      const reader = new PacketReader(sdu)
      reader.largeHeader = true
      const bodies = readAll(reader, encodeData(message, sdu), [])
      expect(Buffer.concat(bodies.map(b => b.subarray(2)))).toEqual(message)
      for (const body of bodies) expect(body.length + 8).toBeLessThanOrEqual(sdu)
    }))
  })
  it('of an impossible length are refused', () => {
    for (const header of [[0, 0, 0, 0], [0, 7, 0, 0], [0xff, 0xff, 0xff, 0xff], [0, 1, 0, 0]]) {
      const reader = new PacketReader(8192)
      reader.largeHeader = true
      reader.push(Buffer.from([...header, 6, 0, 0, 0]))
      if (header[0] === 0 && header[1] === 0) expect(() => reader.next()).toThrow(ProtocolError)
      else expect(() => reader.next()).toThrow(ProtocolError)
    }
  })
  it('a marker is eleven bytes with its kind last', () => expect(encodeMarker(2).toString('hex')).toBe('0000000b0c000000010002'))
})

describe('CONNECT', () => {
  const packet = (data: string, inside: boolean): Buffer => {
    const head = Buffer.alloc(74)
    head.writeUInt16BE(319, 8)
    head.writeUInt16BE(8192, 14)
    head.writeUInt16BE(data.length, 24)
    head.writeUInt16BE(74, 26)
    head.writeUInt32BE(8192, 58)
    return Buffer.concat([head, Buffer.from(inside ? data : '')]).subarray(8)
  }
  it('gives version, SDU and connect data', () => {
    expect(parseConnect(packet('(A=1)', true))).toEqual({ version: 319, dataLength: 5, sdu: 8192, data: '(A=1)' })
  })
  it('waits for connect data that come in a packet of their own', () => expect(parseConnect(packet('(A=1)', false)).data).toBeUndefined())
  it('is refused when it is truncated, too old or lies about its lengths', () => {
    expect(() => parseConnect(Buffer.alloc(10))).toThrow(ProtocolError)
    const old = Buffer.from(packet('', true))
    old.writeUInt16BE(300, 0)
    expect(() => parseConnect(old)).toThrow(ProtocolError)
    const long = Buffer.from(packet('', true))
    long.writeUInt16BE(65535, 16)
    expect(() => parseConnect(long)).toThrow(ProtocolError)
  })
  it('is answered with what clients read at fixed places', () => {
    const accept = encodeAccept(319, 65535)
    expect([accept.length, accept.readUInt16BE(8), accept.readUInt32BE(32), accept[22], accept[23]]).toEqual([45, 317, 65535, 12, 12])
    expect(encodeRefuse(12514).toString('latin1')).toContain('(ERR=12514)')
  })
})

describe('connect descriptors', () => {
  it('are read with spaces, quotes and any depth of use', () => {
    const d = parseDescriptor('( DESCRIPTION = (ADDRESS=(PROTOCOL=tcp)(HOST=h)(PORT=1))\n (CONNECT_DATA= (SERVICE_NAME = Free ) (CID=(PROGRAM="a(b)c")(USER=))))')
    expect([descriptorValue(d, 'SERVICE_NAME'), descriptorValue(d, 'PROGRAM'), descriptorValue(d, 'USER'), descriptorValue(d, 'SID')]).toEqual(['Free', 'a(b)c', '', undefined])
  })
  it('that are no descriptors are refused, never looped over', () => {
    for (const bad of ['', '(', '(A', '(A=', '(A=(B=1)', 'A=1', '()', '('.repeat(5000), '(A='.repeat(5000)]) expect(() => parseDescriptor(bad), bad.slice(0, 20)).toThrow(ProtocolError)
  })
})
