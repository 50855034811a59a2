import { getText, readTable } from '../lib/pages'
import type { StageContext, StageResult } from '../pipeline/context'
import { StageError } from '../pipeline/stage-error'

/** Asks the running app what the labs ask it, and checks the numbers against the sample data. */
export async function run(context: StageContext): Promise<StageResult<'probe'>> {
  const { url, container } = context.output('deploy')
  const ask = async (path: string) => {
    context.progress(`GET ${path}`)
    try {
      const text = await getText(url + path)
      context.log(`GET ${path}\n${text}`)
      return text
    } catch (error) {
      const log = container ? await containerLog(context, container) : undefined
      throw new StageError((error as Error).message, `URL: ${url}${path}, log: ${log?.file ?? '.run/logs/app.log'}`, 'Read the log.', log?.lastLines)
    }
  }
  const expect = (path: string, what: string, got: unknown, wanted: unknown) => {
    if (got !== wanted) throw new StageError(`${path} shows ${what} ${got} instead of ${wanted}.`, `URL: ${url}${path}`, 'Compare with docs/architecture.md, walk C; npm run lab4:check asks the database itself.')
  }
  expect('/healthz', 'text', (await ask('/healthz')).trim(), 'ok')
  expect('/addition/1000/200', 'text', await ask('/addition/1000/200'), '1200')
  const connection = (await ask('/conn')).trim()
  const [, ...employees] = readTable(await ask('/employees'))
  const [, ...increased] = readTable(await ask('/salary_increase/8'))
  const [, ...commission] = readTable(await ask('/add_commission/.15'))
  expect('/employees', 'rows', employees.length, context.output('database').employees)
  expect('/salary_increase/8', 'rows', increased.length, employees.length)
  expect('/add_commission/.15', 'rows', commission.length, employees.length)
  const fripp = increased.find(([first, last]) => first === 'Adam' && last === 'Fripp')
  expect('/salary_increase/8', "Adam Fripp's new salary", fripp?.[5], '8856')
  return {
    outputs: { url, connection, employees: employees.length, increased: fripp![5] },
    summary: `/conn ${connection} · /employees ${employees.length} rows · /salary_increase/8 Adam Fripp ${fripp![5]}`
  }
}

/** What the app's container printed: all of it in a file, the end for the screen. */
async function containerLog(context: StageContext, id: string): Promise<{ file: string; lastLines: string[] }> {
  const { logsOf } = await import('../containers/container')
  const { writeContainerLog } = await import('../containers/container-files')
  const text = await logsOf((await context.containers()).engine.docker.getContainer(id)).catch((error: Error) => error.message)
  return { file: writeContainerLog('app', text), lastLines: text.trimEnd().split('\n').slice(-8) }
}
