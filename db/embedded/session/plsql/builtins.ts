/** Supplied subprograms that only the server can do, by name; values and results in the order of the parameters. */
import type { PlsqlType } from '../../plsql/types'
import type { Session } from '../session'
import { arrayText, compositeText } from './pg-literal'
import type { SlotValue } from './slot-values'

type Builtin = (session: Session, input: readonly SlotValue[], output: readonly (PlsqlType | undefined)[]) => SlotValue[]

export const BUILTINS: Readonly<Record<string, Builtin>> = {
  /** (line OUT, status OUT): status 1 when there is no further line. */
  'DBMS_OUTPUT.GET_LINE': session => {
    const line = session.output.getLine()
    return line === undefined ? [null, '1'] : [line, '0']
  },
  /** (lines OUT, numlines IN OUT) */
  'DBMS_OUTPUT.GET_LINES': (session, [count]) => {
    const lines = session.output.getLines(Number(count ?? '0'))
    return [arrayText(lines.map(line => compositeText([line]))), String(lines.length)]
  }
}
