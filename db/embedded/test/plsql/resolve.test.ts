import { behaves } from '../behaviour/behaves'

behaves('plsql-values')
behaves('plsql-names')
behaves('plsql-collections')
behaves('plsql-static-sql')
behaves('plsql-in-sql')
behaves('plsql-order')
