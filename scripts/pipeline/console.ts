import { Interrupted, StageError } from './stage-error'

const NAME_WIDTH = 14

/** The one screen: a line for each stage when it ends, and on a terminal a live line with what is happening now. */
export class StageConsole {
  private timer: NodeJS.Timeout | undefined
  private live = ''

  /** @param out standard error where standard output belongs to a command's answer. */
  constructor(private readonly out: NodeJS.WriteStream = process.stdout) {}

  private get tty(): boolean {
    return this.out.isTTY === true
  }

  private colour(code: number, text: string): string {
    return this.tty && !process.env.NO_COLOR ? `\u001b[${code}m${text}\u001b[0m` : text
  }

  start(stage: string): void {
    const started = Date.now()
    this.live = ''
    if (this.tty) this.timer = setInterval(() => this.draw(stage, started), 200)
  }

  progress(text: string): void {
    this.live = text.replace(/\s+/g, ' ')
  }

  private draw(stage: string, started: number): void {
    const seconds = ((Date.now() - started) / 1000).toFixed(1)
    const width = (this.out.columns || 80) - NAME_WIDTH - 14
    this.out.write(`\r\u001b[K ${this.colour(36, '●')} ${stage.padEnd(NAME_WIDTH)} ${this.live.slice(0, Math.max(width, 0)).padEnd(Math.max(width, 0))} ${seconds} s`)
  }

  private clear(): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = undefined
    if (this.tty) this.out.write('\r\u001b[K')
  }

  /** A line that stays, above the live one. */
  note(text: string): void {
    this.out.write(`${this.tty ? '\r\u001b[K' : ''}   ${text}\n`)
  }

  passed(stage: string, summary: string, seconds: number): void {
    this.clear()
    this.out.write(` ${this.colour(32, '✔')} ${stage.padEnd(NAME_WIDTH)} ${summary.padEnd(72)} ${seconds.toFixed(1).padStart(5)} s\n`)
  }

  /** @param reason why it did not run: unchanged since … */
  reused(stage: string, summary: string, reason: string): void {
    this.clear()
    this.out.write(` ${this.colour(90, '↻')} ${stage.padEnd(NAME_WIDTH)} ${summary} ${this.colour(90, `(kept: ${reason.split(' · ')[0]})`)}\n`)
  }

  /** @param words options to repeat the command with */
  failed(stage: string, error: unknown, logFile: string, words: readonly string[] = []): void {
    this.clear()
    this.out.write(` ${this.colour(31, '✖')} ${stage.padEnd(NAME_WIDTH)} ${error instanceof Error ? error.message : String(error)}\n`)
    const indent = ' '.repeat(NAME_WIDTH + 4)
    const options = words.length ? ` -- ${words.join(' ')}` : ''
    const repeat = logFile && `npm run ${stage}${options}` // without a log nothing ran yet
    const say = (text: string) => this.out.write(text.split('\n').map((line) => `${indent}${line}\n`).join(''))
    if (error instanceof StageError) {
      for (const line of error.detail) say(line)
      say(error.where)
      say(`${error.next}   Then: ${repeat ? `${repeat}, or ` : ''}npm start${options} for all.`)
    } else if (error instanceof Interrupted) say('What was started is stopped; what was done before stays done.')
    else {
      if (error instanceof Error && error.stack) say(error.stack.split('\n').slice(1, 6).join('\n'))
      say(`Details: ${logFile}   Repeat: ${repeat}`)
    }
  }

  line(text = ''): void {
    this.out.write(`${text}\n`)
  }
}
