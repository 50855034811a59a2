import type { Report, ReportStage, StageState } from '../report'
import { duration, type Html, html, instant } from './markup'

/** Said in words and by a sign, not by colour alone. */
const STATES: Readonly<Record<StageState, { sign: string; word: string; style: string }>> = {
  passed: { sign: '✔', word: 'passed', style: 'passed' },
  failed: { sign: '✖', word: 'failed', style: 'failed' },
  kept: { sign: '↻', word: 'kept: nothing changed', style: 'kept' },
  earlier: { sign: '–', word: 'of an earlier run', style: 'none' },
  'not reached': { sign: '–', word: 'not reached', style: 'none' }
}

/** The pipeline, drawn: each stage with a bar where its time lies within the run. */
export function stagesSection({ stages }: Report): Html {
  const ran = stages.filter(({ state }) => state === 'passed' || state === 'failed')
  const begin = Math.min(...ran.map(({ startedAt }) => Date.parse(startedAt!)))
  const end = Math.max(...ran.map(({ startedAt, seconds }) => Date.parse(startedAt!) + seconds * 1000))
  return html`<section aria-labelledby="pipeline"><h2 id="pipeline">Pipeline</h2>
<ol class="stages">${stages.map((stage) => stageItem(stage, ran.includes(stage) && end > begin ? { begin, end } : undefined))}</ol></section>`
}

function stageItem(stage: ReportStage, span: { begin: number; end: number } | undefined): Html {
  const { sign, word, style } = STATES[stage.state]
  const ran = stage.state === 'passed' || stage.state === 'failed'
  return html`<li><div><h3>${stage.name}</h3><span class="state ${style}"><span aria-hidden="true">${sign}</span> ${word}</span></div>
<div class="what">${stage.summary || stage.title}${stage.standIn && html`<div class="quiet">${stage.standIn}</div>`}${stage.state === 'kept' && html`<div class="quiet">since ${instant(stage.startedAt!)}</div>`}</div>
<div class="seconds">${ran && duration(stage.seconds)}</div>${span && bar(stage, style, span)}</li>
`
}

function bar({ startedAt, seconds }: ReportStage, style: string, { begin, end }: { begin: number; end: number }): Html {
  const share = (milliseconds: number) => (milliseconds / (end - begin)) * 1000
  const width = Math.max(share(seconds * 1000), 4)
  const x = Math.min(share(Date.parse(startedAt!) - begin), 1000 - width)
  return html`<svg class="bar ${style}" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="1000" height="10"/><rect class="time" x="${x.toFixed(1)}" width="${width.toFixed(1)}" height="10"/></svg>`
}
