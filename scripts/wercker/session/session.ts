/** Paths as the session's shell sees them. */
export interface Folders {
  /** /pipeline in a container. */
  readonly root: string
  readonly source: string
  readonly output: string
  readonly cache: string
  readonly report: string
}

export interface RunOptions {
  /** Standard output and error, in the order written, not yet masked. */
  readonly onOutput: (text: string) => void
  /** Milliseconds for the whole command. */
  readonly commandTimeout: number
  /** Milliseconds without any output. */
  readonly noResponseTimeout: number
  readonly signal?: AbortSignal
}

/** `died`: the shell ended (set -e, exit, a signal); its code is known where the system tells it. After anything but `exit` the session needs restart(). */
export type RunResult =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'died'; readonly code?: number; readonly signal?: string }
  | { readonly kind: 'timeout' | 'no-response' | 'interrupted' }

/** One long-lived shell: what a command exports, defines or changes to is there for the next. */
export interface Session {
  readonly kind: 'direct' | 'container'
  readonly folders: Folders
  /** Runs shell text in that shell. */
  run(command: string, options: RunOptions): Promise<RunResult>
  /** Puts a file where the shell can read it (absolute path as the shell sees it). */
  writeFile(path: string, text: string): Promise<void>
  /** Undefined when there is no such file. */
  readFile(path: string): Promise<string | undefined>
  /** Copies a folder of the box into an existing host folder. */
  copyOut(path: string, hostFolder: string): Promise<void>
  /** A fresh shell; files are kept, exports are lost, processes left behind are ended. */
  restart(): Promise<void>
  /** Ends the shell and every process it left behind. Never throws; may be called twice. */
  close(): Promise<void>
}
