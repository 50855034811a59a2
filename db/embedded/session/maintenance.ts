/** The server's own work in PostgreSQL, as its superuser: what must outlive a session's rollback, or must not wait for it. */
import type { Backend } from '../postgres/backend'
import type { Query } from '../catalog/load-catalog'

export class Maintenance {
  private ddl?: Promise<Backend>
  private last: Promise<unknown> = Promise.resolve()

  /** `query`: each text is a transaction of its own, one after the other. `connect` opens a second connection when it is first needed. */
  constructor(readonly query: Query, private readonly connect: () => Promise<Backend>) {}

  /** Runs `work` inside BEGIN … COMMIT; one such work after the other. What it throws rolls back. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const run = this.last.then(async () => {
      const backend = await (this.ddl ??= this.connect())
      const query: Query = text => backend.query(text)
      await query('begin')
      try {
        const value = await work(query)
        await query('commit')
        return value
      } catch (e) {
        await backend.query('rollback').catch(() => undefined)
        throw e
      }
    })
    this.last = run.catch(() => undefined)
    return run
  }

  close(): void {
    void this.ddl?.then(backend => backend.close(), () => undefined)
  }
}
