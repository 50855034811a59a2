import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { splitScript } from '@cicd-oracle/lexer'
import { type Changelog, readChangelog } from '@cicd-oracle/changes'
import { describe, expect, it } from 'vitest'

const root = resolve(__dirname, '..')
const rows = ({ changesets }: Changelog) =>
  changesets.map(({ author, id, path, comment, changes }) => {
    const [change] = changes
    return [`${author}:${id}`, path, change.kind === 'tagDatabase' ? change.tag : comment]
  })

describe('the changelogs of lab 7', () => {
  it('hr: the eight rows, in order, with names, paths and tags of the original', () => {
    expect(rows(readChangelog(['hr-master.xml'], join(root, 'hr')))).toEqual([
      ['developer:1', 'chlg/changelog_001.sql', 'create bonuses table'],
      ['developer:2', 'plsql/script_001.sql', 'update bonuses table'],
      ['developer:bonuses_table', 'hr-master.xml', 'version_1.3'],
      ['architect:3', 'chlg/changelog_002.sql', 'changes on employees only in business hours'],
      ['architect:4', 'chlg/changelog_003.sql', 'cannot decrease employee salary'],
      ['architect:security_triggers', 'hr-master.xml', 'version_1.4'],
      ['developer:5', 'chlg/changelog_004.sql', 'create function to calculate experience'],
      ['developer:experience_function', 'hr-master.xml', 'version_1.5']
    ])
  })
  const objects = [
    ['valentin:1', 'changelog_001.sql', 'create workshops table'],
    ['leonard:2', 'changelog_002.sql', 'create active workshops count function'],
    ['valentin:3', 'changelog_003.sql', 'create sessions table']
  ]
  it('cicd: first without, then with a tag behind the first object', () => {
    expect(rows(readChangelog(['cicd-master-v1.xml'], join(root, 'cicd')))).toEqual([
      ...objects,
      ['student:test_objects', 'cicd-master.xml', 'version_1.1']
    ])
    expect(rows(readChangelog(['cicd-master.xml'], join(root, 'cicd')))).toEqual([
      objects[0],
      ['student:first_objects', 'cicd-master.xml', 'version_1.0'],
      objects[1],
      objects[2],
      ['student:more_objects', 'cicd-master.xml', 'version_1.1']
    ])
  })
  it.each(['hr/hr-master.xml', 'cicd/cicd-master.xml'])(
    '%s: everything can be undone, PL/SQL names its delimiter for other tools',
    (path) => {
      const [folder, master] = path.split('/')
      const changelog = readChangelog([master], join(root, folder))
      for (const { rollback, changes, place } of changelog.changesets) {
        expect(rollback.kind).not.toBe('none')
        for (const change of changes) {
          if (change.kind !== 'sql' || !change.statements.some(({ text }) => splitScript(text).some(({ kind }) => kind === 'plsql')))
            continue
          expect(readFileSync(join(root, folder, place.file), 'utf8').split('\n')[place.line - 1]).toMatch(/ endDelimiter:\/$/)
        }
      }
    }
  )
})
