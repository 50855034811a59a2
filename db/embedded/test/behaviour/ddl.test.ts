import { behaves } from './behaves'

behaves('ddl')
