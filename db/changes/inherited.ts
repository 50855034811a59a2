/** What a changelog gets from the includes around it, outermost first. */
export interface Inherited {
  readonly logicalFilePath?: string
  readonly contexts?: readonly string[]
  readonly labels?: readonly string[]
  readonly ignore?: boolean
}
