/** `npm run synth`: writes every generated file anew, by running .projenrc.ts. */
export async function main(): Promise<number> {
  process.env.PROJEN_DISABLE_POST = 'true'
  await import('../.projenrc')
  return 0
}
