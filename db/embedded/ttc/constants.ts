/** Numbers of the TTC protocol, with the names that node-oracledb gives them. */

// message types
export const TNS_MSG_TYPE_PROTOCOL = 1
export const TNS_MSG_TYPE_DATA_TYPES = 2
export const TNS_MSG_TYPE_FUNCTION = 3
export const TNS_MSG_TYPE_ERROR = 4
export const TNS_MSG_TYPE_ROW_HEADER = 6
export const TNS_MSG_TYPE_ROW_DATA = 7
export const TNS_MSG_TYPE_PARAMETER = 8
export const TNS_MSG_TYPE_STATUS = 9
export const TNS_MSG_TYPE_IO_VECTOR = 11
export const TNS_MSG_TYPE_LOB_DATA = 14
export const TNS_MSG_TYPE_DESCRIBE_INFO = 16
export const TNS_MSG_TYPE_PIGGYBACK = 17
export const TNS_MSG_TYPE_ONEWAY_FN = 26
export const TNS_MSG_TYPE_IMPLICIT_RESULTSET = 27

// functions
export const TNS_FUNC_REEXECUTE = 4
export const TNS_FUNC_FETCH = 5
export const TNS_FUNC_LOGOFF = 9
export const TNS_FUNC_COMMIT = 14
export const TNS_FUNC_ROLLBACK = 15
export const TNS_FUNC_REEXECUTE_AND_FETCH = 78
export const TNS_FUNC_EXECUTE = 94
export const TNS_FUNC_LOB_OP = 96
export const TNS_FUNC_TPC_TXN_SWITCH = 103
export const TNS_FUNC_TPC_TXN_CHANGE_STATE = 104
export const TNS_FUNC_CLOSE_CURSORS = 105
export const TNS_FUNC_AUTH_PHASE_TWO = 115
export const TNS_FUNC_AUTH_PHASE_ONE = 118
export const TNS_FUNC_CANCEL_ALL = 120
export const TNS_FUNC_AQ_ENQ = 121
export const TNS_FUNC_AQ_DEQ = 122
export const TNS_FUNC_SUBSCRIBE = 125
export const TNS_FUNC_DIRECT_PATH_PREPARE = 128
export const TNS_FUNC_DIRECT_PATH_LOAD_STREAM = 129
export const TNS_FUNC_DIRECT_PATH_OP = 130
export const TNS_FUNC_SET_END_TO_END_ATTR = 135
export const TNS_FUNC_ARRAY_AQ = 145
export const TNS_FUNC_PING = 147
export const TNS_FUNC_SET_SCHEMA = 152
export const TNS_FUNC_APP_CONTEXT = 154
export const TNS_FUNC_SESSION_GET = 162
export const TNS_FUNC_SESSION_RELEASE = 163
export const TNS_FUNC_SESSION_STATE = 176
export const TNS_FUNC_NOTIFY = 187
export const TNS_FUNC_PIPELINE_BEGIN = 199
export const TNS_FUNC_PIPELINE_END = 200

// data types
export const TNS_DATA_TYPE_VARCHAR = 1
export const TNS_DATA_TYPE_NUMBER = 2
export const TNS_DATA_TYPE_BINARY_INTEGER = 3
export const TNS_DATA_TYPE_LONG = 8
export const TNS_DATA_TYPE_ROWID = 11
export const TNS_DATA_TYPE_DATE = 12
export const TNS_DATA_TYPE_RAW = 23
export const TNS_DATA_TYPE_LONG_RAW = 24
export const TNS_DATA_TYPE_CHAR = 96
export const TNS_DATA_TYPE_BINARY_FLOAT = 100
export const TNS_DATA_TYPE_BINARY_DOUBLE = 101
export const TNS_DATA_TYPE_CURSOR = 102
export const TNS_DATA_TYPE_INT_NAMED = 109
export const TNS_DATA_TYPE_CLOB = 112
export const TNS_DATA_TYPE_BLOB = 113
export const TNS_DATA_TYPE_BFILE = 114
export const TNS_DATA_TYPE_JSON = 119
export const TNS_DATA_TYPE_VECTOR = 127
export const TNS_DATA_TYPE_TIMESTAMP = 180
export const TNS_DATA_TYPE_TIMESTAMP_TZ = 181
export const TNS_DATA_TYPE_INTERVAL_YM = 182
export const TNS_DATA_TYPE_INTERVAL_DS = 183
export const TNS_DATA_TYPE_UROWID = 208
export const TNS_DATA_TYPE_TIMESTAMP_LTZ = 231
export const TNS_DATA_TYPE_BOOLEAN = 252
/** In a client's type list: it reads a column's scale as one byte. */
export const TNS_DATA_TYPE_OAC = 646

// execute options
export const TNS_EXEC_OPTION_PARSE = 0x1
export const TNS_EXEC_OPTION_BIND = 0x8
export const TNS_EXEC_OPTION_DEFINE = 0x10
export const TNS_EXEC_OPTION_EXECUTE = 0x20
export const TNS_EXEC_OPTION_FETCH = 0x40
export const TNS_EXEC_OPTION_COMMIT = 0x100
export const TNS_EXEC_OPTION_COMMIT_REEXECUTE = 0x1
export const TNS_EXEC_OPTION_PLSQL_BIND = 0x400
export const TNS_EXEC_OPTION_NOT_PLSQL = 0x8000
export const TNS_EXEC_OPTION_DESCRIBE = 0x20000
export const TNS_EXEC_OPTION_BATCH_ERRORS = 0x80000
/** In al8i4[9]. */
export const TNS_EXEC_OPTION_DML_ROWCOUNTS = 0x4000
export const TNS_EXEC_FLAGS_SCROLLABLE = 0x02

// binds
export const TNS_BIND_ARRAY = 0x40
export const TNS_BIND_DIR_OUTPUT = 16
export const TNS_BIND_DIR_INPUT = 32
export const TNS_BIND_DIR_INPUT_OUTPUT = 48

// LOB operations
export const TNS_LOB_OP_GET_LENGTH = 0x0001
export const TNS_LOB_OP_READ = 0x0002
export const TNS_LOB_OP_TRIM = 0x0020
export const TNS_LOB_OP_WRITE = 0x0040
export const TNS_LOB_OP_FREE_TEMP = 0x0111
export const TNS_LOB_OP_CREATE_TEMP = 0x0110
export const TNS_LOB_OP_GET_CHUNK_SIZE = 0x4000
export const TNS_LOB_OP_OPEN = 0x8000
export const TNS_LOB_OP_CLOSE = 0x10000
export const TNS_LOB_OP_IS_OPEN = 0x11000
export const TNS_LOB_OP_ARRAY = 0x80000

// end of call status, warnings, character sets
export const TNS_EOCS_FLAGS_TXN_IN_PROGRESS = 0x2
export const TNS_WARN_COMPILATION_CREATE = 0x20
export const TNS_CHARSET_UTF8 = 873
export const TNS_CHARSET_UTF16 = 2000
export const CSFRM_IMPLICIT = 1
export const CSFRM_NCHAR = 2

// authentication
export const TNS_AUTH_MODE_CHANGE_PASSWORD = 0x2
export const TNS_AUTH_MODE_SYSDBA = 0x20
export const TNS_VERIFIER_TYPE_12C = 0x4815

/** Longest value of a column or bind that is not a LONG or LOB. */
export const MAX_STRING_SIZE = 32767
