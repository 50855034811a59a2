import type { LockOptions } from './lock'

export interface CommandOptions {
  readonly lock?: LockOptions
  /** Records a changeset even when an object that it made is INVALID. */
  readonly allowInvalid?: boolean
  /** One line for each thing as it happens. */
  readonly say?: (line: string) => void
}
