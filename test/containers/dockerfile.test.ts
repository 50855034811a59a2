import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { findFailure, readBase, readInstructions, writeBase } from '../../scripts/containers/dockerfile'
import { dockerfileOf, IMAGES } from '../../scripts/containers/images'
import { pinDockerfile } from '../../scripts/containers/pin-base'

const FILE = `# a comment
ARG BASE=python:3.13-slim
FROM \${BASE} AS build

RUN echo one \\
 # within
 && false

COPY nothing /nowhere
RUN <<EOF
FROM here it is text
EOF
run  true
`

describe('the instructions of a Dockerfile', () => {
  it('have their lines; comments, continuations and here-documents are none', () => {
    expect(readInstructions(FILE).map(({ line, lastLine, name }) => [line, lastLine, name])).toEqual([[2, 2, 'ARG'], [3, 3, 'FROM'], [5, 7, 'RUN'], [9, 9, 'COPY'], [10, 12, 'RUN'], [13, 13, 'RUN']])
    expect(readInstructions(FILE)[2].text).toBe('echo one && false')
  })
  it.each([
    ['a line that the builder names', 'dockerfile parse error line 9: unknown instruction', undefined, 9],
    ['the command of BuildKit', 'process "/bin/sh -c echo one  && false" did not complete successfully: exit code: 1', undefined, 5],
    ['a file that is missing', 'failed to compute cache key: "/nothing" not found: not found', undefined, 9],
    ['the number of the classic builder', 'The command returned a non-zero code: 1', { number: 3, text: 'RUN echo one' }, 5],
    ['the text of the last step', 'something', { text: 'RUN true' }, 13],
    ['a base that cannot be had', 'failed to resolve source metadata for docker.io/library/python', undefined, 3],
    ['nothing known', 'out of memory', undefined, undefined]
  ])('tells where a build failed: %s', (_, message, step, line) => expect(findFailure(FILE, message, step)?.line).toBe(line))
})

describe('the base', () => {
  it('is read, and pinned again whatever was there', async () => {
    expect(readBase(FILE)).toBe('python:3.13-slim')
    const digest = `sha256:${'0'.repeat(64)}`
    const asked: string[] = []
    const pin = (text: string) =>
      pinDockerfile(text, async (image) => {
        asked.push(image)
        return digest
      })
    const once = await pin(FILE)
    expect(once).toEqual({ base: `python:3.13-slim@${digest}`, text: FILE.replace('ARG BASE=python:3.13-slim', `ARG BASE=python:3.13-slim@${digest}`) })
    expect(await pin(once!.text)).toEqual(once)
    expect(asked).toEqual(['python:3.13-slim', 'python:3.13-slim'])
    expect(writeBase(once!.text, 'python:3.13-slim')).toBe(FILE)
    expect(await pin('FROM scratch\n')).toBeUndefined()
  })
  it('is an argument in every Dockerfile of ours, used by every stage that starts from outside; no frontend is pulled', () => {
    for (const file of Object.values(IMAGES).map(dockerfileOf).filter(existsSync)) {
      const text = readFileSync(file, 'utf8')
      expect(readBase(text), file).toBeTruthy()
      const stages = readInstructions(text).filter(({ name }) => name === 'FROM').map((instruction) => instruction.text.split(' '))
      const named = new Set(stages.map((words) => words[2]))
      expect(stages.filter(([from]) => from !== '${BASE}' && !named.has(from)), file).toEqual([])
      expect(text, file).not.toMatch(/^#\s*syntax=|--mount/m)
      expect(readInstructions(text).filter(({ name }) => name === 'USER').pop()?.text, file).toMatch(/^[1-9]\d+(:\d+)?$/)
    }
  })
})
