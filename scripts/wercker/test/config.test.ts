import { describe, expect, it } from 'vitest'
import { parseConfig } from '../config/parse'
import { checkSteps } from '../steps/check'

const problemsOf = (text: string): string => {
  try {
    parseConfig(text, 'wercker.yml')
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('a wercker file', () => {
  it('is read in all three shapes of a step, with versions and owners cut off', () => {
    const { pipelines } = parseConfig('box: python:3.7\nbuild:\n  steps:\n    - bash-template@1.2\n    - script:\n        name: t\n        code: x\n    - wercker/script:\n      code: y\n', 'f')
    expect(pipelines.get('build')!.steps.map(({ id, display, parameters }) => [id, display, parameters.code?.value])).toEqual([
      ['bash-template', 'bash-template', undefined],
      ['script', 't', 'x'],
      ['script', 'script', 'y']
    ])
  })
  it('keeps the spelling of numbers, which the original emptied', () => {
    const { pipelines } = parseConfig('build:\n  steps:\n    - internal/docker-push:\n        tag: 1.0\n', 'f')
    expect(pipelines.get('build')!.steps[0]!.parameters.tag!.value).toBe('1.0')
  })
  it.each([
    ['build:\n  steps:\n    - script:\n        code: [a]\n', 'wercker.yml:4:15 code needs one value, not a list'],
    ['build:\n', 'wercker.yml:1:1 Pipeline build is empty'],
    ['build:\n  steps: x\n', 'wercker.yml:2:10 steps needs a list'],
    ['build:\n  steps: [{script: }]\n', 'wercker.yml:2:12 Step script is empty'],
    ['', 'Your wercker.yml is empty.'],
    ['build: [\n', 'wercker.yml:2:1 Error parsing your wercker.yml'],
    ['a: {steps: []}\nworkflows:\n  - name: w\n    pipelines:\n      - name: b\n', 'wercker.yml:5:9 invalid workflow w: pipeline b is not defined'],
    ['a: {steps: []}\nb: {steps: []}\nworkflows:\n  - name: w\n    pipelines:\n      - {name: a, requires: [b]}\n      - {name: b, requires: [a]}\n', 'contains cycle a -> b -> a'],
    ['a: {steps: []}\nb: {steps: []}\nworkflows:\n  - name: w\n    pipelines:\n      - {name: a}\n      - {name: b}\n', 'multiple root pipelines: a, b']
  ])('%j is refused with its place', (text, message) => {
    expect(problemsOf(text)).toContain(message)
  })
  it('shows the line and a caret under the place', () => {
    expect(problemsOf('build:\n  steps: x\n')).toContain('  2 |   steps: x\n               ^')
  })
  it('names unknown steps, unknown parameters and missing ones', () => {
    const { pipelines } = parseConfig('build:\n  steps:\n    - slack: {url: x}\n    - script: {cod: x}\n    - install-packages: {}\n', 'f')
    const messages = checkSteps(pipelines.get('build')!, true).map(({ message, at }) => `${at!.line}:${at!.column} ${message}`)
    expect(messages.map((message) => message.replace(/;.*/, ''))).toEqual([
      '3:7 The step "slack" was not found',
      '4:16 The step "script" has no parameter cod',
      '5:7 The step "install-packages" needs packages'
    ])
  })
})
