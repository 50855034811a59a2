/** The part of tar-stream 2 that is used here; its package brings no types. */
declare module 'tar-stream' {
  import type { Readable, Writable } from 'node:stream'

  export interface Headers {
    name: string
    type?: 'file' | 'link' | 'symlink' | 'character-device' | 'block-device' | 'directory' | 'fifo' | 'contiguous-file' | null
    size?: number
    mode?: number
    mtime?: Date
    uid?: number
    gid?: number
    linkname?: string | null
    pax?: Record<string, string>
  }
  export interface Pack extends Readable {
    entry(headers: Headers, content: string | Buffer, callback?: (error?: Error | null) => void): Writable
    entry(headers: Headers, callback?: (error?: Error | null) => void): Writable
    finalize(): void
  }
  export interface Extract extends Writable {
    on(event: 'entry', listener: (headers: Headers, stream: Readable, next: (error?: Error) => void) => void): this
    on(event: string, listener: (...words: never[]) => void): this
  }
  export function pack(): Pack
  export function extract(): Extract
}
