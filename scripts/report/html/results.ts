import type { Report } from '../report'
import { duration, type Html, html, plural, size } from './markup'

const MAX_CASES = 2000

export function testsSection({ tests }: Report): Html | null {
  if (!tests) return null
  const passed = tests.tests - tests.failed - tests.skipped
  return html`<section aria-labelledby="tests"><h2 id="tests">Tests of the app</h2>
<p><span class="passed">${passed} passed</span>${tests.failed ? html`, <span class="failed">${tests.failed} failed</span>` : ''}${tests.skipped ? `, ${tests.skipped} skipped` : ''}, in ${duration(tests.seconds)}.</p>
<details><summary>All ${plural(tests.tests, 'test')}</summary>${table('All tests', html`<tr><th scope="col">Test</th><th scope="col">Result</th><th scope="col" class="number">Time</th></tr>`, tests.cases.slice(0, MAX_CASES).map(
    ({ group, name, state, message, seconds }) => html`<tr><td>${name}<br><span class="quiet">${group}</span></td><td class="${state === 'skipped' ? 'none' : state}">${state}${state === 'skipped' && message ? `: ${message}` : ''}</td><td class="number">${duration(seconds)}</td></tr>`
  ))}${tests.cases.length > MAX_CASES && html`<p>The others are in junit.xml.</p>`}</details></section>`
}

export function coverageSection({ coverage }: Report): Html | null {
  if (!coverage) return null
  return html`<section aria-labelledby="coverage"><h2 id="coverage">Coverage</h2><p>${percent(coverage.percent)} of lines and branches.</p>
${table('Coverage by file', html`<tr><th scope="col">File</th><th scope="col">Covered</th><th scope="col">Lines not reached</th></tr>`, coverage.files.map(
    ({ file, percent: covered, missing }) => html`<tr><td>${file}</td><td><svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="10"/><rect class="time" width="${covered.toFixed(1)}" height="10"/></svg> ${percent(covered)}</td><td>${ranges(missing) || 'none'}</td></tr>`
  ))}</section>`
}

export function changesSection({ changes }: Report): Html | null {
  if (!changes) return null
  const { applied, alreadyRan, total } = changes
  return html`<section aria-labelledby="changes"><h2 id="changes">Changes to the database</h2>
<p>${plural(applied.length, 'changeset')} applied now, ${alreadyRan} ran before, ${total} in all.</p>
${applied.length > 0 && table('Changesets applied, in their order', html`<tr><th scope="col" class="number">No.</th><th scope="col">Changeset</th><th scope="col">Author</th><th scope="col">File</th></tr>`, applied.map(
    ({ id, author, file }, i) => html`<tr><td class="number">${i + 1}</td><td>${id}</td><td>${author}</td><td>${file}</td></tr>`
  ))}</section>`
}

export function artefactsSection({ artefacts }: Report): Html | null {
  if (!artefacts.length) return null
  return html`<section aria-labelledby="artefacts"><h2 id="artefacts">What was built</h2>
${table('Artefacts and their digests', html`<tr><th scope="col">Kind</th><th scope="col">Name</th><th scope="col">Digest</th><th scope="col" class="number">Size</th></tr>`, artefacts.map(
    ({ kind, name, digest, bytes }) => html`<tr><td>${kind}</td><td>${name}</td><td><code>${digest}</code></td><td class="number">${bytes === null ? '' : size(bytes)}</td></tr>`
  ))}</section>`
}

/** Wide content scrolls by itself, by keyboard too, and not the page. */
const table = (caption: string, head: Html, rows: readonly Html[]): Html =>
  html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table><caption>${caption}</caption><thead>${head}</thead><tbody>${rows}</tbody></table></div>`

/** 99.96 is not 100. */
const percent = (value: number): string => `${Math.floor(value * 10) / 10} %`

/** 3-5, 9 */
function ranges(lines: readonly number[]): string {
  const found: [number, number][] = []
  for (const line of lines) {
    const last = found[found.length - 1]
    if (last?.[1] === line - 1) last[1] = line
    else found.push([line, line])
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ')
}
