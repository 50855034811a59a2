/** What GitHub reads from .github, checked without an account. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'

const OWNER = /^(@[a-z\d](?:-?[a-z\d])*(?:\/[\w.-]+)?|[^@\s]+@[^@\s]+\.[^@\s]+)$/i

/** @returns what is wrong with CODEOWNERS, each with its line: patterns that fit no file, words that are no owner */
export function checkCodeOwners(text: string, files: readonly string[]): string[] {
  const findings: string[] = []
  let rules = 0
  for (const [i, line] of text.split('\n').entries()) {
    const [pattern, ...owners] = line.replace(/(^|\s)#.*$/, '').trim().split(/\s+/)
    if (!pattern) continue
    rules++
    const say = (what: string) => findings.push(`CODEOWNERS:${i + 1}: ${what}`)
    // GitHub's own limits: no negation, no character classes.
    if (/^!|[[\]]/.test(pattern)) say(`${pattern} is a form that GitHub does not read`)
    else if (!files.some((file) => matches(pattern, file))) say(`${pattern} fits no file`)
    if (!owners.length) say(`${pattern} has no owner`)
    for (const owner of owners) if (!OWNER.test(owner)) say(`${owner} is no @user, @organisation/team or address`)
  }
  if (!rules) findings.push('CODEOWNERS names nobody')
  return findings
}

/** The patterns of .gitignore that CODEOWNERS understands. */
function matches(pattern: string, file: string): boolean {
  const anchored = pattern.startsWith('/') || pattern.slice(0, -1).includes('/')
  const body = pattern.replace(/^\//, '').replace(/\/$/, '/**')
  const source = body
    .split(/(\*\*\/|\/\*\*|\*|\?)/)
    .map((part) => ({ '**/': '(?:.*/)?', '/**': '/.*', '*': '[^/]*', '?': '[^/]' })[part] ?? part.replace(/[.+^${}()|\\]/g, '\\$&'))
    .join('')
  return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}(?:/.*)?$`).test(file)
}

interface Form {
  readonly name?: unknown
  readonly description?: unknown
  readonly body?: readonly { readonly type?: unknown; readonly id?: unknown; readonly attributes?: { readonly label?: unknown; readonly options?: readonly unknown[]; readonly value?: unknown } }[]
}

/** @returns what GitHub would refuse in an issue form */
export function checkIssueForm(name: string, text: string): string[] {
  let form: Form | null
  try {
    form = parse(text) as Form | null
  } catch (error) {
    return [`${name}: ${(error as Error).message.split('\n')[0]}`]
  }
  const findings: string[] = []
  if (!form?.name || !form.description) findings.push(`${name}: name and description are required`)
  if (!Array.isArray(form?.body) || !form.body.length) return [...findings, `${name}: it asks nothing`]
  const ids = new Set<unknown>()
  for (const [i, { type, id, attributes }] of (form.body as NonNullable<Form['body']>).entries()) {
    const say = (what: string) => findings.push(`${name}: question ${i + 1}: ${what}`)
    if (!['markdown', 'textarea', 'input', 'dropdown', 'checkboxes'].includes(String(type))) say(`type ${type} is not known`)
    if (type === 'markdown' ? !attributes?.value : !attributes?.label) say('it has no text')
    if ((type === 'dropdown' || type === 'checkboxes') && !attributes?.options?.length) say('it has no options')
    if (id !== undefined && ids.has(id)) say(`id ${id} is there twice`)
    ids.add(id)
  }
  return findings
}

/** All of .github that is written by hand. */
export function checkGithubFiles(root: string): { readonly owners: string[]; readonly forms: string[]; readonly template: string[] } {
  const folder = join(root, '.github')
  const read = (...path: string[]) => {
    try {
      return readFileSync(join(folder, ...path), 'utf8')
    } catch {
      return undefined
    }
  }
  const owners = read('CODEOWNERS')
  let forms: string[] = []
  try {
    forms = readdirSync(join(folder, 'ISSUE_TEMPLATE')).filter((name) => /\.ya?ml$/.test(name) && !/^config\./.test(name))
  } catch {
    // told below
  }
  const template = read('PULL_REQUEST_TEMPLATE.md')
  return {
    owners: owners === undefined ? ['there is no .github/CODEOWNERS'] : checkCodeOwners(owners, filesOf(root)),
    forms: forms.length ? forms.flatMap((name) => checkIssueForm(name, read('ISSUE_TEMPLATE', name)!)) : ['there is no form in .github/ISSUE_TEMPLATE'],
    template: template === undefined ? ['there is no .github/PULL_REQUEST_TEMPLATE.md'] : /^- \[ \] /m.test(template) ? [] : ['the pull-request template has nothing to tick']
  }
}

/** As git lists them; without git as they lie there. */
function filesOf(root: string): string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'ignore'] }).split('\0').filter(Boolean)
    if (listed.length) return listed
  } catch {
    // no git, or no repository
  }
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'))
}
