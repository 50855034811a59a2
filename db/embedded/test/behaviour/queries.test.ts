import { behaves } from './behaves'

behaves('queries')
