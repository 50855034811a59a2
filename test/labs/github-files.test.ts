import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkCodeOwners, checkGithubFiles, checkIssueForm } from '../../scripts/labs/02-github/check-github-files'
import { rootFolder } from '../../scripts/lib/root-folder'

const files = ['README.md', 'app/promotion/serve.py', 'db/changelog/hr/hr-master.xml', 'docs/a b.md']

describe('CODEOWNERS', () => {
  it.each(['* @me', '/app/ @org/team', 'db/changelog/ me@example.org', '*.py @me # why', 'serve.py @a @b', '/docs/* @me', '/db/**/*.xml @me', 'promotion/ @me'])('fits: %s', (line) => expect(checkCodeOwners(line, files)).toEqual([]))
  it.each([
    ['/src/ @me', 'CODEOWNERS:1: /src/ fits no file'],
    ['promotion/serve.py @me', 'CODEOWNERS:1: promotion/serve.py fits no file'], // a path with a slash begins at the root
    ['*.ts @me', 'CODEOWNERS:1: *.ts fits no file'],
    ['/docs/*.txt @me', 'CODEOWNERS:1: /docs/*.txt fits no file'],
    ['* me', 'CODEOWNERS:1: me is no @user, @organisation/team or address'],
    ['# x\n\n*', 'CODEOWNERS:3: * has no owner'],
    ['!app/ @me', 'CODEOWNERS:1: !app/ is a form that GitHub does not read'],
    ['# nobody', 'CODEOWNERS names nobody']
  ])('is told what is wrong: %j', (text, finding) => expect(checkCodeOwners(text, files)).toEqual([finding]))
})

describe('an issue form', () => {
  it('is told what GitHub would refuse', () => {
    expect(checkIssueForm('a.yml', 'name: [')[0]).toMatch(/^a\.yml: /)
    expect(checkIssueForm('a.yml', 'name: x\nbody: []')).toEqual(['a.yml: name and description are required', 'a.yml: it asks nothing'])
    const body = 'name: x\ndescription: y\nbody:\n'
    expect(checkIssueForm('a.yml', `${body}  - {type: text, attributes: {label: z}}`)).toEqual(['a.yml: question 1: type text is not known'])
    expect(checkIssueForm('a.yml', `${body}  - {type: dropdown, attributes: {label: z}}`)).toEqual(['a.yml: question 1: it has no options'])
    expect(checkIssueForm('a.yml', `${body}  - {type: input, id: a, attributes: {label: z}}\n  - {type: input, id: a, attributes: {}}`)).toEqual(['a.yml: question 2: it has no text', 'a.yml: question 2: id a is there twice'])
  })
})

describe('the files of this repository', () => {
  it('are in order', () => {
    expect(checkGithubFiles(rootFolder)).toEqual({ owners: [], forms: [], template: [] })
    expect(readdirSync(join(rootFolder, '.github/ISSUE_TEMPLATE')).length).toBeGreaterThan(1)
  })
  it('name commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(rootFolder, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    const named = [...readFileSync(join(rootFolder, '.github/PULL_REQUEST_TEMPLATE.md'), 'utf8').matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name)
    expect(named.filter((name) => !(name in scripts))).toEqual([])
  })
})
