import { createHash } from 'node:crypto'
import type { Report } from '../report'
import { failuresSection } from './failures'
import { duration, type Html, html, Html as RawHtml, instant, size } from './markup'
import { artefactsSection, changesSection, coverageSection, testsSection } from './results'
import { stagesSection } from './stages'
import { STYLE } from './style'

/** The browser itself holds the page to what it promises: no script, nothing loaded, this one style sheet. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; img-src data:; base-uri 'none'; form-action 'none'`

/** The report as one self-contained page, without any script. */
export function reportPage(report: Report): string {
  const title = titleOf(report)
  const sections: readonly (readonly [id: string, name: string, section: Html | null])[] = [
    ['failures', 'What failed', failuresSection(report)],
    ['pipeline', 'Pipeline', stagesSection(report)],
    ['tests', 'Tests', testsSection(report)],
    ['coverage', 'Coverage', coverageSection(report)],
    ['changes', 'Changes', changesSection(report)],
    ['artefacts', 'What was built', artefactsSection(report)],
    ['logs', 'Logs', logsSection(report)]
  ]
  const shown = sections.filter(([, , section]) => section)
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}${report.version && ` · ${report.version}`}</title>
<link rel="icon" href="data:,">
<style>${new RawHtml(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header><h1 class="${report.state === 'passed' ? 'passed' : report.state === 'failed' ? 'failed' : 'none'}">${title}</h1>${facts(report)}
<nav aria-label="Sections"><ul>${shown.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav></header>
<main id="content">${shown.map(([, , section]) => section)}</main>
<footer>Written ${instant(report.writtenAt)}. The same as data: <a href="report.json">report.json</a>, <a href="junit.xml">junit.xml</a>.</footer>
</body>
</html>
`.text
}

function titleOf({ state, stages }: Report): string {
  const failed = stages.find((stage) => stage.state === 'failed')
  const missing = stages.find((stage) => stage.state === 'not reached' || stage.state === 'earlier')
  if (state === 'passed') return 'Pipeline passed'
  if (state === 'failed') return `Pipeline failed at ${failed!.name}`
  return failed ? `Pipeline interrupted at ${failed.name}` : missing ? `Pipeline not finished: ${missing.name}` : 'Pipeline not finished'
}

function facts({ version, commit, startedAt, seconds, url, run }: Report): Html {
  const rows: [string, Html | string | null | undefined | false][] = [
    ['Version', version],
    ['Commit', commit && html`<code>${commit.hash.slice(0, 7)}</code> ${commit.subject}${commit.branch && ` (${commit.branch})`}${commit.dirty && ', with uncommitted changes'}`],
    ['Started', instant(startedAt)],
    ['Stages took', duration(seconds)],
    ['App', url && /^https?:\/\//.test(url) ? html`<a href="${url}/employees">${url}</a>` : null],
    ['Options', run?.options.length ? run.options.join(' ') : null]
  ]
  return html`<dl class="facts">${rows.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`
}

function logsSection({ stages }: Report): Html | null {
  const logs = stages.flatMap((stage) => stage.logs.map((log, i) => ({ log, id: i ? `${stage.name}-${i}` : stage.name, open: stage.state === 'failed' && i === 0 })))
  if (!logs.length) return null
  return html`<section aria-labelledby="logs"><h2 id="logs">Logs</h2>
${logs.map(({ log, id, open }) => {
  const name = log.file.split('/').pop()!
  return html`<details id="log-${id}"${open && new RawHtml(' open')}><summary>${name} <span class="quiet">${log.bytes ? size(log.bytes) : 'empty'}${!log.whole && ', the last lines'}</span></summary>
${log.text && html`<pre tabindex="0" role="region" aria-label="${log.whole ? 'All' : 'The last lines'} of ${name}">${log.text}</pre>`}
<p class="quiet">${log.whole ? 'The file' : 'All of it'}: <a href="logs/${name}">${log.file}</a></p></details>
`
})}</section>`
}
