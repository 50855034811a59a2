/** What containers leave in .run: logs, and a mark that some may be there, so that nobody looks for an engine who never used one. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { rootFolder, runFolder } from '../lib/root-folder'

const MARK = join(runFolder, 'containers')

/** Containers that outlive their run were made in this checkout. */
export function rememberContainers(): void {
  mkdirSync(runFolder, { recursive: true })
  writeFileSync(MARK, '')
}
export const mayHaveContainers = (): boolean => existsSync(MARK)
export const forgetContainers = (): void => rmSync(MARK, { force: true })

/** @returns the file, relative to the checkout */
export function writeContainerLog(role: string, text: string): string {
  const file = join(runFolder, 'logs', `${role}-container.log`)
  mkdirSync(join(runFolder, 'logs'), { recursive: true })
  writeFileSync(file, text)
  return relative(rootFolder, file)
}
