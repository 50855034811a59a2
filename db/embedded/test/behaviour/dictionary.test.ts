import { behaves } from './behaves'

behaves('dictionary')
