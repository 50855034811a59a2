/** The report as people see it: in a browser, in light and dark, on a phone, by keyboard, and as axe-core judges it. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeReport } from '../../scripts/report/write-report'
import { facts, failedRun, passedRun, type SampleFolder, sampleFolder } from '../report/sample-run'

const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe']
const executablePath = PLACES.find((place): place is string => place !== undefined && place !== '' && existsSync(place))
const axe = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8')

const VIEWS: Readonly<Record<string, BrowserContextOptions>> = {
  light: { colorScheme: 'light', viewport: { width: 1100, height: 900 } },
  dark: { colorScheme: 'dark', viewport: { width: 1100, height: 900 } },
  phone: { colorScheme: 'light', viewport: { width: 320, height: 640 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  'dark phone': { colorScheme: 'dark', viewport: { width: 390, height: 800 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
}
interface Finding {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}
const brief = (findings: readonly Finding[]) => findings.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
const RUNS = { passed: passedRun, failed: failedRun }

it.runIf(process.env.SCAFFOLD)('Chromium is there', () => {
  expect(executablePath, 'none of the usual places holds a Chromium; CHROMIUM names another').toBeDefined()
})

describe.skipIf(!executablePath)('the report in Chromium (skipped without one: CHROMIUM names it, or apt-get install chromium)', () => {
  let browser: Browser
  let folder: SampleFolder
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  })
  afterAll(async () => {
    await browser?.close()
    folder?.remove()
  })

  async function open(run: keyof typeof RUNS, view: string): Promise<{ page: Page; said: string[]; close(): Promise<void> }> {
    folder?.remove()
    folder = sampleFolder()
    folder.log('commit', `${'a long line of the log '.repeat(30)}\n`.repeat(400))
    const { html } = writeReport(RUNS[run](), folder.logs, facts())
    const context = await browser.newContext(VIEWS[view])
    const page = await context.newPage()
    const said: string[] = []
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
    page.on('pageerror', (error) => said.push(error.message))
    page.on('request', (request) => { if (request.url() !== pathToFileURL(html).href && request.url() !== 'data:,') said.push(`loads ${request.url()}`) })
    await page.goto(pathToFileURL(html).href)
    return { page, said, close: () => context.close() }
  }

  const cases = Object.keys(RUNS).flatMap((run) => Object.keys(VIEWS).map((view) => [run, view] as const))
  it.each(cases)('of a run that %s, %s: nothing on the console, nothing loaded, axe-core finds nothing, no sideways scrolling', async (run, view) => {
    const { page, said, close } = await open(run as keyof typeof RUNS, view)
    try {
      if (process.env.SCREENSHOTS) {
        mkdirSync(process.env.SCREENSHOTS, { recursive: true })
        await page.screenshot({ path: join(process.env.SCREENSHOTS, `${run}-${view.replace(' ', '-')}.png`), fullPage: true })
      }
      await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true')
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0)
      const ground = await page.evaluate('getComputedStyle(document.body).backgroundColor')
      expect(ground).toBe(view.includes('dark') ? 'rgb(18, 22, 28)' : 'rgb(255, 255, 255)')
      await page.evaluate(axe)
      const { violations, incomplete } = (await page.evaluate('axe.run()')) as Record<'violations' | 'incomplete', Finding[]>
      expect(brief(violations)).toEqual([])
      // Of cells that a table on a phone has scrolled out of sight axe-core cannot tell the contrast; the wide views show them.
      expect(brief(incomplete.filter(({ id }) => id !== 'color-contrast' || !view.includes('phone')))).toEqual([])
      expect(said).toEqual([])
    } finally {
      await close()
    }
  })

  it('is walked by keyboard: the skip link first, then the sections, and a log opens and scrolls', async () => {
    const { page, close } = await open('passed', 'light')
    try {
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).toBe('To the content')
      expect(await page.evaluate('document.activeElement.getBoundingClientRect().left')).toBeGreaterThanOrEqual(0)
      const names: string[] = []
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab')
        const name = String(await page.evaluate('document.activeElement.textContent'))
        names.push(name)
        if (name.startsWith('commit.log')) break
      }
      expect(names).toEqual(expect.arrayContaining(['Pipeline', 'Tests', 'Coverage', 'Changes', 'What was built', 'Logs']))
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.querySelector("#log-commit").open')).toBe(true)
      await page.keyboard.press('Tab')
      await page.keyboard.press('End')
      await expect.poll(() => page.evaluate('document.querySelector("#log-commit pre").scrollTop')).toBeGreaterThan(0)
    } finally {
      await close()
    }
  })
})
