import { behaves } from './behaves'

behaves('plsql-subprograms')
behaves('plsql-packages')
behaves('plsql-triggers')
behaves('plsql-dictionary')
behaves('plsql-collection-values')
