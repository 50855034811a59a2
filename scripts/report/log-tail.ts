import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import type { LogTail } from './report'

const MAX_BYTES = 48 * 1024
const MAX_LINES = 200
const MAX_LINE = 1000

/** Colours and cursor movements of terminals (ECMA-48 CSI and OSC sequences). */
const ESCAPES = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[@-_]/g

/** Text that may stand in HTML and XML: no escape sequences, no control characters but line feed and tab, no half characters. */
export function plainText(text: string): string {
  return text
    .replace(ESCAPES, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]/g, '\ufffd')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}

/** The last lines of a log, however big it is; undefined where there is none. @param name as people see it */
export function readLogTail(file: string, name: string): LogTail | undefined {
  if (!existsSync(file)) return undefined
  const handle = openSync(file, 'r')
  try {
    const { size } = fstatSync(handle)
    const buffer = Buffer.alloc(Math.min(size, MAX_BYTES))
    const read = readSync(handle, buffer, 0, buffer.length, size - buffer.length)
    const cut = size > MAX_BYTES
    let text = plainText(buffer.subarray(0, read).toString('utf8')).replace(/\n+$/, '')
    if (cut) text = text.slice(text.indexOf('\n') + 1)
    const lines = text.split('\n')
    const last = lines.slice(-MAX_LINES).map(shorten)
    return { file: name, bytes: size, whole: !cut && lines.length <= MAX_LINES, text: last.join('\n') }
  } finally {
    closeSync(handle)
  }
}

const shorten = (line: string): string => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}… (${line.length} characters)` : line)
