/** The part of tar-fs 2 that is used here; its package brings no types. */
declare module 'tar-fs' {
  import type { Readable, Writable } from 'node:stream'

  interface Header {
    name: string
    mode?: number
    uid?: number
    gid?: number
  }
  interface PackOptions {
    ignore?(path: string): boolean
    map?(header: Header): Header
  }
  interface ExtractOptions {
    strip?: number
    chown?: boolean
    map?(header: Header): Header
  }
  export function pack(folder: string, options?: PackOptions): Readable
  export function extract(folder: string, options?: ExtractOptions): Writable
}
