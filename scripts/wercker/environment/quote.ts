/** For POSIX shells: nothing in it is expanded, newlines stay. */
export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

export const exportLine = (name: string, value: string): string => `export ${name}=${quote(value)}`

export const isVariableName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)

/** `$NAME` and `${NAME}` only; unknown gives empty, no recursion (Go's os.Expand, which the original used). */
export const interpolate = (text: string, environment: Readonly<Record<string, string>>): string =>
  text.replace(/\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g, (_, braced: string | undefined, plain: string | undefined) => environment[braced ?? plain ?? ''] ?? '')
