import { describe, expect, it } from 'vitest'
import { parseImageReference } from '../../scripts/containers/image-reference'
import { IMAGES, labelsOf, tagOf, tagsOf } from '../../scripts/containers/images'
import { sourceUrl } from '../../scripts/containers/source-url'

const digest = `sha256:${'ab'.repeat(32)}`

describe('the name of an image', () => {
  it.each([
    ['busybox', { registry: 'docker.io', repository: 'library/busybox' }],
    ['team/app:1', { registry: 'docker.io', repository: 'team/app', tag: '1' }],
    ['docker.io/busybox', { registry: 'docker.io', repository: 'library/busybox' }],
    ['localhost/app', { registry: 'localhost', repository: 'app' }],
    ['127.0.0.1:5000/team/app:0.1.0-g12', { registry: '127.0.0.1:5000', repository: 'team/app', tag: '0.1.0-g12' }],
    ['[::1]:5000/app', { registry: '[::1]:5000', repository: 'app' }],
    ['fra.ocir.io/tenancy/iirep', { registry: 'fra.ocir.io', repository: 'tenancy/iirep' }],
    [`gvenzl/oracle-free:23-slim-faststart@${digest}`, { registry: 'docker.io', repository: 'gvenzl/oracle-free', tag: '23-slim-faststart', digest }]
  ])('%s is taken apart', (text, expected) => expect(parseImageReference(text)).toEqual(expected))
  it.each([
    ['', 'may not be part'],
    ['Team/App', 'may not be part'],
    ['fra.ocir.io/', 'may not be part'],
    ['fra.ocir.io//app', 'may not be part'],
    ['app:', 'is no tag'],
    ['app:a/b', 'is no host'],
    ['app:-x', 'is no tag'],
    ['app@sha256:12', 'is no digest'],
    ['a@b@c', 'more than one @'],
    ['https://fra.ocir.io/t/r', 'is no host'],
    [`x.y/${'a'.repeat(256)}`, 'more than 255']
  ])('%j is refused, by its wrong part', (text, reason) => expect(() => parseImageReference(text)).toThrow(new RegExp(reason)))
})

describe('tags', () => {
  it('are made of any version and branch', () => {
    expect(tagsOf(IMAGES.app, { version: '0.1.0+g9f3c1e2', branch: 'feature/Über 1' })).toEqual(['promotion:0.1.0-g9f3c1e2', 'promotion:feature--ber-1'])
    expect(tagsOf(IMAGES.app, { version: '0.1.0', branch: 'HEAD' })).toEqual(['promotion:0.1.0'])
    expect(tagOf('-.x')).toBe('x')
    expect(tagOf('…')).toBe('unnamed')
    expect(tagOf('a'.repeat(200))).toHaveLength(128)
  })
})

describe('labels', () => {
  it('name what is known and nothing else', () => {
    expect(labelsOf(IMAGES.app, { version: '1', commit: null })).toEqual({ 'org.opencontainers.image.title': 'promotion', 'org.opencontainers.image.description': 'the app', 'org.opencontainers.image.version': '1' })
  })
})

describe('the source of a checkout', () => {
  it.each([
    ['https://github.com/o/r.git', 'https://github.com/o/r'],
    ['https://eve:token@github.com/o/r.git\n', 'https://github.com/o/r'],
    ['git@github.com:o/r.git', 'https://github.com/o/r'],
    ['ssh://git@host.example:2222/o/r', 'https://host.example/o/r'],
    ['http://git.example:8080/o/r/', 'http://git.example:8080/o/r'],
    ['/srv/git/r.git', undefined],
    ['../r', undefined],
    ['file:///srv/r', undefined],
    ['C:\\git\\r', undefined]
  ])('%j is %j on the web', (remote, url) => expect(sourceUrl(remote)).toBe(url))
})
