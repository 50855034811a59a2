/** What is really in an image: its layers read one by one as the engine saves them, and what they add up to. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { extract, type Headers } from 'tar-stream'
import type { Engine } from './engine'

export interface ImageFile {
  /** Without a leading slash. */
  readonly path: string
  readonly type: 'file' | 'directory' | 'symlink' | 'other'
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  /** Of a link. */
  readonly target?: string
  /** SHA-256 of a file's content; of files that are hard links to another one, that one's. */
  readonly sha256?: string
  /** Which layer brought it, from 0. */
  readonly layer: number
}

export interface ImageContents {
  /** What a container of the image sees, by path. */
  readonly files: ReadonlyMap<string, ImageFile>
  /** What each layer brings, oldest first: also what a later one hides. */
  readonly layers: readonly (readonly ImageFile[])[]
  /** Contents of the files that were wanted, as a container sees them. */
  readonly texts: ReadonlyMap<string, Buffer>
  /** The image's configuration: environment, labels, user, history … */
  readonly config: ImageConfig
}

export interface ImageConfig {
  readonly config: { readonly Env?: string[]; readonly Labels?: Record<string, string>; readonly User?: string; readonly Cmd?: string[]; readonly Healthcheck?: unknown; readonly Entrypoint?: string[]; readonly WorkingDir?: string }
  readonly history: readonly { readonly created_by?: string; readonly empty_layer?: boolean }[]
  readonly rootfs: { readonly diff_ids: readonly string[] }
}

export interface ContentsOptions {
  /** Keep the contents of these. */
  readonly want?: (path: string) => boolean
  /** Compute checksums of all files (slower). */
  readonly checksums?: boolean
  /** Shown every file of every layer, also what a later layer hides. */
  readonly look?: (path: string, content: Buffer) => void
}

interface Layer {
  readonly files: ImageFile[]
  /** Paths that it takes away; a folder with it all below. */
  readonly removed: string[]
  /** Folders of which nothing older is seen. */
  readonly opaque: string[]
  readonly texts: Map<string, Buffer>
}

/** Reads `docker save`'s stream: the old form (<id>/layer.tar) and OCI's (blobs/sha256/…, perhaps compressed). */
export async function readImage(engine: Engine, image: string, options: ContentsOptions = {}): Promise<ImageContents> {
  const saved = (await engine.docker.getImage(image).get()) as Readable
  const documents = new Map<string, Buffer>()
  const layers = new Map<string, Layer>()
  const links = new Map<string, string>()
  await eachEntry(saved, async (headers, content) => {
    if (headers.type === 'symlink' || headers.type === 'link') links.set(headers.name, new URL(headers.linkname!, `file:///${headers.name}`).pathname.slice(1))
    else if (/(^|\/)layer\.tar$|^blobs\//.test(headers.name)) {
      const read = await readLayerOrDocument(content, options)
      if (Buffer.isBuffer(read)) documents.set(headers.name, read)
      else layers.set(headers.name, read)
    } else if (headers.type === 'file' && headers.name.endsWith('.json')) documents.set(headers.name, await collect(content))
    else content.resume()
  })
  const [manifest] = JSON.parse(documents.get('manifest.json')!.toString()) as { Config: string; Layers: string[] }[]
  const ordered = manifest.Layers.map((name) => layers.get(links.get(name) ?? name)!)
  const { files, texts } = stack(ordered)
  return { files, texts, layers: ordered.map((layer, i) => layer.files.map((file) => ({ ...file, layer: i }))), config: JSON.parse(documents.get(manifest.Config)!.toString()) as ImageConfig }
}

/** What the layers add up to: later ones replace, and .wh. files take away (OCI image specification, layer.md). */
function stack(layers: readonly Layer[]): { files: Map<string, ImageFile>; texts: Map<string, Buffer> } {
  const files = new Map<string, ImageFile>()
  const texts = new Map<string, Buffer>()
  layers.forEach((layer, i) => {
    for (const path of [...files.keys()])
      if (layer.removed.some((gone) => path === gone || path.startsWith(`${gone}/`)) || layer.opaque.some((folder) => path.startsWith(`${folder}/`))) {
        files.delete(path)
        texts.delete(path)
      }
    for (const file of layer.files) files.set(file.path, { ...file, layer: i })
    for (const [path, text] of layer.texts) texts.set(path, text)
  })
  return { files, texts }
}

const WHITEOUT = '.wh.'
const OPAQUE = '.wh..wh..opq'

async function readLayerOrDocument(content: Readable, options: ContentsOptions): Promise<Layer | Buffer> {
  const first = await firstBytes(content)
  if (first[0] === 0x7b /* { */) return collect(content)
  if (first[0] === 0x28 && first[1] === 0xb5) throw new Error('the engine saves layers compressed with zstd, which this reader does not know')
  if (first[0] === 0x1f && first[1] === 0x8b) return readLayer(content.pipe(createGunzip()), options)
  return readLayer(content, options)
}

/** The stream's beginning, put back for the next reader. */
async function firstBytes(content: Readable): Promise<Buffer> {
  for (;;) {
    const chunk = content.read() as Buffer | null
    if (chunk) {
      content.unshift(chunk)
      return chunk
    }
    if (content.readableEnded || content.destroyed) return Buffer.alloc(0)
    await new Promise<void>((resolve) => {
      const done = () => {
        content.off('readable', done).off('end', done)
        resolve()
      }
      content.once('readable', done).once('end', done)
    })
  }
}

async function readLayer(content: Readable, { want, checksums, look }: ContentsOptions): Promise<Layer> {
  const layer: Layer = { files: [], removed: [], opaque: [], texts: new Map() }
  const sums = new Map<string, string>()
  await eachEntry(content, async (headers, stream) => {
    const path = headers.name.replace(/^\.?\/+/, '').replace(/\/+$/, '')
    const name = path.slice(path.lastIndexOf('/') + 1)
    const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
    if (name === OPAQUE || name.startsWith(WHITEOUT)) {
      if (name === OPAQUE) layer.opaque.push(folder)
      else layer.removed.push(folder ? `${folder}/${name.slice(WHITEOUT.length)}` : name.slice(WHITEOUT.length))
      stream.resume()
      return
    }
    const wanted = headers.type === 'file' && want?.(path)
    const bytes = wanted || ((checksums || look) && headers.type === 'file') ? await collect(stream) : undefined
    if (bytes) look?.(path, bytes)
    else stream.resume()
    if (wanted) layer.texts.set(path, bytes!)
    if (bytes && checksums) sums.set(path, createHash('sha256').update(bytes).digest('hex'))
    const linked = headers.linkname?.replace(/^\.?\/+/, '')
    const sha256 = headers.type === 'link' ? sums.get(linked!) : sums.get(path)
    if (path)
      layer.files.push({
        path,
        type: headers.type === 'file' || headers.type === 'link' ? 'file' : headers.type === 'directory' ? 'directory' : headers.type === 'symlink' ? 'symlink' : 'other',
        mode: headers.mode! & 0o7777,
        uid: headers.uid!,
        gid: headers.gid!,
        size: headers.size ?? 0,
        layer: 0,
        ...(headers.linkname ? { target: headers.type === 'link' ? linked! : headers.linkname } : {}),
        ...(sha256 ? { sha256 } : {})
      })
  })
  return layer
}

const eachEntry = (source: Readable, see: (headers: Headers, content: Readable) => Promise<void>): Promise<void> =>
  new Promise((resolve, reject) => {
    const reader = extract()
    reader.on('entry', (headers, content, next) => {
      content.on('end', () => next())
      see(headers, content).catch((error) => {
        reject(error)
        source.destroy()
      })
    })
    reader.on('finish', () => resolve())
    reader.on('error' as string, (error: never) => reject(error))
    source.on('error', reject)
    source.pipe(reader)
  })

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
