/** gitignore syntax: `!` takes back, a slash ties to the top, a trailing slash is read as the folder and all in it. Last match wins. */
export function ignoredBy(text: string): (path: string) => boolean {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const negated = line.startsWith('!')
      const body = line.slice(negated ? 1 : 0).replace(/\/$/, '')
      const tied = body.includes('/')
      return { negated, pattern: new RegExp(`^${tied ? '' : '(?:.*/)?'}${toPattern(body.replace(/^\//, ''))}(?:/.*)?$`) }
    })
  return (path) => rules.reduce((ignored, { negated, pattern }) => (pattern.test(path) ? !negated : ignored), false)
}

const toPattern = (glob: string): string =>
  glob.replace(/\/\*\*\/|\*\*\/|\/\*\*|\*|\?|\[!?[^\]]*\]|[.+^${}()|\\/]/g, (part) => {
    if (part === '/**/') return '/(?:.*/)?'
    if (part === '**/') return '(?:.*/)?'
    if (part === '/**') return '/.*'
    if (part === '*') return '[^/]*'
    if (part === '?') return '[^/]'
    if (part.startsWith('[')) return part.replace('[!', '[^')
    return part === '/' ? '/' : `\\${part}`
  })
