import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from '../../net/packet'
import * as c from '../../ttc/constants'
import { RequestParser, type ParseContext, type Request } from '../../ttc/messages/request-parser'
import { WireWriter } from '../../ttc/wire-writer'

interface Bind {
  readonly type: number
  readonly max: number
}

/** A full execute as both drivers write it. */
function writeExecute(sql: string, binds: readonly Bind[], rows: readonly (readonly (string | null)[])[], options = 0x8029): WireWriter {
  const w = new WireWriter()
  const bytes = Buffer.from(sql)
  w.u8(3).u8(c.TNS_FUNC_EXECUTE).u8(1).ub(options).ub(0).u8(1).ub(bytes.length).u8(1).ub(13).u8(0).u8(0).ub(0).ub(2).ub(0x7fffffff)
  w.u8(binds.length ? 1 : 0).ub(binds.length).zeros(5).u8(0).ub(0).ub(0).u8(0).u8(1).u8(0).ub(0).u8(0).ub(0).ub(0).u8(0).ub(0).u8(0)
  w.u8(0).ub(0).u8(0).ub(0).u8(0).u8(0).ub(0).bytesWithLength(bytes)
  for (const n of [1, rows.length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]) w.ub(n)
  for (const b of binds) w.u8(b.type).u8(1).u8(0).u8(0).ub(b.max).ub(0).ub(0).ub(0).ub(0).ub(873).u8(1).ub(0).ub(0)
  for (const row of rows) {
    w.u8(7)
    const late: string[] = []
    row.forEach((value, i) => {
      if (binds[i].max > 32767) late.push(value ?? '')
      else if (value === null) w.u8(0)
      else w.bytesWithLength(Buffer.from(value))
    })
    for (const value of late) w.bytesWithLength(Buffer.from(value))
  }
  return w
}
const context: ParseContext = { returnBinds: () => new Set(), cursorLayout: () => undefined }

function parse(stream: Buffer, cuts: readonly number[]): Request[] {
  const parser = new RequestParser(context)
  const out: Request[] = []
  let at = 0
  for (const cut of [...cuts, stream.length]) {
    if (at >= stream.length) break
    const end = Math.min(stream.length, at + cut)
    parser.push(Buffer.from(stream.subarray(at, end)))
    at = end
    for (let r = parser.next(); r; r = parser.next()) out.push(r)
  }
  return out
}
const textOf = (r: Request): unknown => r.body.function === 'execute' && { sql: r.body.sql, values: r.body.values.map(v => v?.toString() ?? null) }

describe('the request parser', () => {
  it('reads the same request however it is cut', () => {
    const cell = fc.option(fc.string({ minLength: 1, maxLength: 400 }), { nil: null })
    fc.assert(fc.property(fc.string({ minLength: 1, maxLength: 600 }), fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 60 }), (sql, rows, cuts) => {
        const stream = Buffer.from(writeExecute(sql, [{ type: 1, max: 4000 }, { type: 1, max: 4000 }], rows).done())
        expect(parse(stream, cuts).map(textOf)).toEqual([{ sql, values: rows.flat() }])
      }))
  })
  it('reads it cut at every single byte', () => {
    const stream = Buffer.from(writeExecute('insert into t values (:1)', [{ type: 1, max: 100 }], [['a'.repeat(300)], [null], ['c']]).done())
    for (let cut = 1; cut < stream.length; cut++) expect(parse(stream, [cut]).map(textOf)).toEqual([{ sql: 'insert into t values (:1)', values: ['a'.repeat(300), null, 'c'] }])
  })
  it('finds long values behind the others', () => {
    const stream = Buffer.from(writeExecute('x', [{ type: 1, max: 40000 }, { type: 1, max: 10 }], [['long', 'short']]).done())
    expect(parse(stream, []).map(textOf)).toEqual([{ sql: 'x', values: ['long', 'short'] }])
  })
  it('needs time in proportion to the bytes: 20000 rows in small packets', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [`value ${i}`])
    const stream = Buffer.from(writeExecute('insert', [{ type: 1, max: 100 }], rows).done())
    const cuts = Array.from({ length: Math.ceil(stream.length / 500) }, () => 500)
    const begun = process.cpuUsage().user
    const [request] = parse(stream, cuts)
    expect(request.body.function === 'execute' && request.body.values.length).toBe(20_000)
    expect((process.cpuUsage().user - begun) / 1000).toBeLessThan(3000) // quadratic reading takes a minute
  })
  it('reads piggybacks in front of their request', () => {
    const w = new WireWriter()
    w.u8(17).u8(c.TNS_FUNC_CLOSE_CURSORS).u8(1).u8(1).ub(2).ub(7).ub(300)
    w.u8(17).u8(c.TNS_FUNC_SET_SCHEMA).u8(2).u8(1).ub(2).bytesWithLength(Buffer.from('HR'))
    w.u8(3).u8(c.TNS_FUNC_PING).u8(3)
    const stream = Buffer.from(w.done())
    for (let cut = 1; cut < stream.length; cut++) {
      expect(parse(stream, [cut])).toEqual([{ piggybacks: [{ do: 'close-cursors', ids: [7, 300] }, { do: 'set-schema', schema: 'HR' }], body: { function: 'ping' } }])
    }
  })
  it('names functions that are not there, and takes their bytes away', () => {
    const w = new WireWriter().u8(3).u8(c.TNS_FUNC_AQ_ENQ).u8(1).zeros(50)
    expect(parse(Buffer.from(w.done()), []).map(r => r.body)).toEqual([{ function: 'unsupported', code: c.TNS_FUNC_AQ_ENQ }])
  })
  it('ends in a protocol error or waits, whatever the bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), bytes => {
      try {
        parse(Buffer.from(bytes), [])
      } catch (e) {
        expect(e).toBeInstanceOf(ProtocolError)
      }
    }), { numRuns: 2000 })
  })
  it('ends in a protocol error or waits, whichever bit of a request is turned', () => {
    const good = Buffer.from(writeExecute('select * from t where a = :1', [{ type: 1, max: 100 }], [['value']]).done())
    for (let at = 0; at < good.length; at++) {
      for (const bit of [1, 0x40, 0x80, 0xff]) {
        const bad = Buffer.from(good)
        bad[at] ^= bit
        try {
          parse(bad, [])
        } catch (e) {
          expect(e).toBeInstanceOf(ProtocolError)
        }
      }
    }
  })
})
