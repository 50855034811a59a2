import { JsonFile, type Project } from 'projen'

/** TypeScript 6, CommonJS under ts-node with swc; Biome for lint and format; dependency-cruiser for the layers. */
export function addTypescript(project: Project): void {
  new JsonFile(project, 'tsconfig.json', {
    obj: {
      compilerOptions: {
        target: 'es2022', // the newest that ts-node hands on to swc
        lib: ['es2023'],
        module: 'commonjs',
        moduleResolution: 'bundler',
        esModuleInterop: true,
        strict: true,
        noImplicitOverride: true,
        noFallthroughCasesInSwitch: true,
        noUnusedLocals: true,
        skipLibCheck: true,
        resolveJsonModule: true,
        isolatedModules: true,
        noEmit: true,
        incremental: true,
        tsBuildInfoFile: '.run/tsc.tsbuildinfo',
        types: ['node'],
        paths: {
          ...Object.fromEntries(['lexer', 'embedded', 'changes', 'sql'].map((name) => [`@cicd-oracle/${name}`, [`./db/${name}/index.ts`]])),
          '@cicd-oracle/wercker': ['./scripts/wercker/index.ts']
        }
      },
      include: ['.projenrc.ts', 'projenrc/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'db/**/*.ts'],
      exclude: ['node_modules', '**/dist'],
      'ts-node': { swc: true }
    }
  })
  new JsonFile(project, 'biome.jsonc', {
    obj: {
      vcs: { enabled: true, clientKind: 'git', useIgnoreFile: true },
      files: { includes: ['**/*.ts', '**/*.cjs', '!**/dist'] },
      formatter: { enabled: false },
      linter: {
        enabled: true,
        rules: {
          recommended: true,
          style: { noNonNullAssertion: 'off', useTemplate: 'off' },
          // Off: tsc tells the same (fallthrough), or the word is the manual's own (CASE … THEN is a node's `then`).
          suspicious: {
            noAssignInExpressions: 'off',
            noControlCharactersInRegex: 'off',
            noFallthroughSwitchClause: 'off',
            noImplicitAnyLet: 'off',
            noShadowRestrictedNames: 'off',
            noTemplateCurlyInString: 'off',
            noThenProperty: 'off',
            useIterableCallbackReturn: 'off'
          },
          correctness: { noVoidTypeReturn: 'off', noEmptyCharacterClassInRegex: 'off' },
          complexity: { noForEach: 'off', noCommaOperator: 'off', noUselessContinue: 'off', noUselessStringRaw: 'off' }
        }
      }
    }
  })
  new JsonFile(project, '.dependency-cruiser.json', {
    marker: false, // its schema takes no further keys
    obj: {
      forbidden: [
        {
          name: 'no-cycles',
          comment: 'Arrows point one way. The translator is one recursive whole: SQL calls functions, PL/SQL holds SQL; types may refer to each other.',
          severity: 'error',
          from: { pathNot: '^db/embedded/(sql|plsql)/' },
          to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }
        },
        {
          name: 'no-cycles-through-the-translator',
          comment: 'Inside the translator modules may refer to each other; nothing outside it may be part of such a circle.',
          severity: 'error',
          from: { path: '^db/embedded/(sql|plsql)/' },
          to: { circular: true, via: { pathNot: '^db/embedded/(sql|plsql)/' }, viaOnly: { dependencyTypesNot: ['type-only'] } }
        },
        {
          name: 'translator-is-pure',
          comment: 'sql, plsql and lexer know no sockets, files, clocks, wire or PostgreSQL connection.',
          severity: 'error',
          from: { path: '^db/(embedded/(sql|plsql)|lexer)/', pathNot: '/test/' },
          to: { path: '^db/embedded/(net|ttc|session|postgres)/|^node:|^(fs|net|child_process)$' }
        },
        {
          name: 'net-knows-packets-only',
          severity: 'error',
          from: { path: '^db/embedded/net/' },
          to: { path: '^db/embedded/(ttc|session|sql|catalog|postgres)/' }
        },
        {
          name: 'ttc-knows-no-sql',
          comment: 'Types of values that it encodes may come from postgres.',
          severity: 'error',
          from: { path: '^db/embedded/ttc/' },
          to: { path: '^db/embedded/(session|catalog|postgres)/|^db/embedded/sql/(parse|resolve|ddl|functions)/', dependencyTypesNot: ['type-only'] }
        },
        { name: 'only-connect-starts-the-server', comment: 'So that a fork can drop db/embedded, and db/container, which puts it into an image.', severity: 'error', from: { pathNot: '^db/(connect|container|embedded)/|/test/|^test/' }, to: { path: '^db/embedded/' } },
        { name: 'engine-knows-no-provider', severity: 'error', from: { path: '^db/changes/', pathNot: '/test/' }, to: { path: '^db/(embedded|connect)/' } },
        { name: 'wercker-stands-alone', comment: 'A runner for wercker files in general: a package of its own.', severity: 'error', from: { path: '^scripts/wercker/', pathNot: '/test/' }, to: { path: '^(scripts/(?!wercker/)|db/|test/)' } },
        { name: 'labs-hold-no-logic', severity: 'error', from: { path: '^scripts/(pipeline|steps|lib)/' }, to: { path: '^scripts/labs/' } }
      ],
      options: { doNotFollow: { path: 'node_modules' }, exclude: { path: '/dist/' }, tsConfig: { fileName: 'tsconfig.json' }, tsPreCompilationDeps: true }
    }
  })
}
