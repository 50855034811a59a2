import type { LogTail, Report } from '../report'
import { type Html, html, plural } from './markup'

/** First on the page of a failed run: what, where, what next, in the system's own words. */
export function failuresSection({ stages, tests }: Report): Html | null {
  const failed = stages.filter(({ failure }) => failure)
  if (!failed.length) return null
  return html`<section aria-labelledby="failures"><h2 id="failures">What failed</h2>
${failed.map(
  ({ name, failure, command, logs }) => html`<div class="failure"><h3>${name}: ${failure!.what}</h3>
<p>${failure!.where}</p>${excerpt(name, failure!.detail, logs[0])}
<p>${failure!.next}</p><p>Repeat it alone: <code>${command}</code>${logs[0] && html` · <a href="#log-${name}">its log</a>`}</p></div>`
)}
${tests?.failed ? html`<h3>${plural(tests.failed, 'test')} failed</h3>${tests.cases.filter(({ state }) => state === 'failed').slice(0, 50).map(
  (test) => html`<details class="failure"><summary><strong>${test.name}</strong> <span class="quiet">${test.group}</span><br>${test.message}</summary>
<pre tabindex="0" role="region" aria-label="What pytest says of ${test.name}">${test.text}</pre></details>`
)}` : null}</section>`
}

function excerpt(name: string, detail: readonly string[], log: LogTail | undefined): Html | null {
  const lines = detail.length ? detail : (log?.text.split('\n').filter((line) => line.trim()).slice(-12) ?? [])
  if (!lines.length) return null
  return html`<pre tabindex="0" role="region" aria-label="What ${name} said">${lines.join('\n')}</pre>`
}
