import { behaves } from './behaves'

behaves('plsql-blocks')
