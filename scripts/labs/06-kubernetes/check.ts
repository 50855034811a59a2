import { getText, readTable } from '../../lib/pages'
import { attempt, finding, type LabCheck, type LiveSystem } from '../lab'

/** What the lab looks at in the browser (6.8 of the workshop). */
export async function check({ appUrl, appKind = 'process' }: LiveSystem): Promise<LabCheck> {
  const findings = await attempt('the app', 'npm run lab6 deploys it.', async () => {
    if (!appUrl) throw new Error('nothing was deployed')
    const version = await getText(`${appUrl}/conn`)
    const rowsOf = async (path: string) => readTable(await getText(appUrl + path)).slice(1)
    const increase = await rowsOf('/salary_increase/8')
    const commission = await rowsOf('/add_commission/.15')
    const of = (rows: string[][], first: string, last: string) => rows.find((row) => row[0] === first && row[1] === last)?.slice(5).join(' and ')
    return [
      finding(/^\d+(\.\d+){4}$/.test(version), `/conn answers ${version}`, 'npm run lab4:check asks the database itself.'),
      finding(increase.length === 107 && of(increase, 'Alberto', 'Errazuriz') === '12960 and 16848', `/salary_increase/8 lists ${increase.length}: Alberto Errazuriz ${of(increase, 'Alberto', 'Errazuriz')}`, 'Expected 107 rows and 12960 and 16848.'),
      finding(commission.length === 107 && of(commission, 'Alberto', 'Errazuriz') === '0.45 and 17400', `/add_commission/.15 lists ${commission.length}: Alberto Errazuriz ${of(commission, 'Alberto', 'Errazuriz')}`, 'Expected 107 rows and 0.45 and 17400.')
    ]
  })
  return { findings, standIn: `a ${appKind} on this machine stood in for the cluster` }
}
