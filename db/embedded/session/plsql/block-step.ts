import type { Step, Translation } from '../../sql/statement'

export type BlockStep = Extract<Step, { readonly do: 'block' }>

/** Of a block or CALL; undefined for any other statement. */
export const blockOf = (translation: Translation): BlockStep | undefined => {
  const [step] = translation.steps
  return step?.do === 'block' ? step : undefined
}
