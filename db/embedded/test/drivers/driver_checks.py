"""What python-oracledb (thin) must be able to do with the server: one JSON line per check, {name, error}.

    driver_checks.py CONNECT_STRING PASSWORD
"""
import asyncio
import datetime
import decimal
import threading

import oracledb
from checks import DSN, PASSWORD, check, connect, raises, run, same


@check
def logs_on_and_tells_the_version(c):
    same(c.version, "19.0.0.0.0")
    same(c.service_name, "FREEPDB1")


@check
def refuses_wrong_passwords_and_services(c):
    raises("ORA-01017", connect, password="wrong")
    raises("ORA-01017", connect, user="nobody")
    error = raises("DPY-6005", connect, dsn=DSN.replace("FREEPDB1", "NOPE"))
    assert "DPY-6001" in str(error)


@check
def values_of_every_type_come_back(c):
    cur = c.cursor()
    born = datetime.datetime(2024, 2, 29, 23, 59, 58)
    seen = datetime.datetime(2024, 2, 29, 23, 59, 58, 123456)
    cur.setinputsizes(None, None, None, None, oracledb.DB_TYPE_TIMESTAMP)
    cur.execute("insert into py values (:1,:2,:3,:4,:5,:6,:7,:8,:9,:10)",
                [1, "Zoë 🙂", decimal.Decimal("-1234567.89"), born, seen, "clob é", b"\x00\x01\xff", b"\xff\x00", 0.1, "ab"])
    oracledb.defaults.fetch_lobs = False
    cur.execute("select * from py")
    same(cur.fetchone(), (1, "Zoë 🙂", -1234567.89, born, seen, "clob é", b"\x00\x01\xff", b"\xff\x00", 0.1, "ab  "))
    oracledb.defaults.fetch_lobs = True


@check
def columns_are_described(c):
    cur = c.cursor()
    cur.execute("select * from py")
    same([(d.name, d.type_code.name, d.precision, d.scale, d.null_ok) for d in cur.description][:4], [
        ("ID", "DB_TYPE_NUMBER", 9, 0, False), ("NAME", "DB_TYPE_VARCHAR", None, None, True),
        ("AMOUNT", "DB_TYPE_NUMBER", 10, 2, True), ("BORN", "DB_TYPE_DATE", None, None, True)])


@check
def decimals_keep_every_digit(c):
    oracledb.defaults.fetch_decimals = True
    cur = c.cursor()
    for text in ["12345678901234567890123456789012345678", "-0.00000000000000000000000000000000000001", "99999999999999999999.999999999999999999", "1E+100"]:
        cur.execute("select :1 from dual", [decimal.Decimal(text)])
        same(cur.fetchone()[0], decimal.Decimal(text))
    oracledb.defaults.fetch_decimals = False


@check
def binds_by_name_position_and_null(c):
    cur = c.cursor()
    cur.execute("select :a || :b || :a from dual", a="x", b="-")
    same(cur.fetchone(), ("x-x",))
    cur.execute("select nvl(:1, 'none') from dual", [None])
    same(cur.fetchone(), ("none",))


@check
def fetches_in_pieces_of_any_size(c):
    for prefetch, size in [(0, 1), (2, 7), (100, 100), (1001, 3)]:
        cur = c.cursor()
        cur.prefetchrows, cur.arraysize = prefetch, size
        cur.execute("select n from big order by n")
        same([r[0] for r in cur], list(range(1, 1001)))


@check
def executemany_counts_and_gathers_errors(c):
    cur = c.cursor()
    cur.executemany("insert into py (id, name) values (:1, :2)", [(1, "a"), (1, "b"), (2, "x" * 50), (3, "c")], batcherrors=True, arraydmlrowcounts=True)
    same([(e.full_code, e.offset) for e in cur.getbatcherrors()], [("ORA-00001", 1), ("ORA-12899", 2)])
    same(cur.getarraydmlrowcounts(), [1, 0, 0, 1])
    raises("ORA-00001", cur.executemany, "insert into py (id) values (:1)", [(5,), (6,), (5,), (7,)])
    same(cur.rowcount, 2)
    cur.execute("select id from py order by id")
    same([r[0] for r in cur], [1, 3, 5, 6])


@check
def executemany_of_many_rows(c):
    cur = c.cursor()
    cur.executemany("insert into py (id, name) values (:1, :2)", [(i, f"row {i}") for i in range(20000)])
    same(cur.rowcount, 20000)
    cur.execute("select count(*), min(name), max(id) from py")
    same(cur.fetchone(), (20000, "row 0", 19999))


@check
def returning_into_variables(c):
    cur = c.cursor()
    out = cur.var(int)
    cur.execute("insert into py (id, name) values (9, 'x') returning id into :1", [out])
    same(out.getvalue(), [9])
    name = cur.var(str)
    cur.execute("update py set name = 'y' returning id, name into :1, :2", [out, name])
    same((out.getvalue(), name.getvalue()), ([9], ["y"]))


@check
def return_without_ing_is_refused_because_the_driver_does_not_know_it(c):
    cur = c.cursor()
    out = cur.var(int)
    error = raises("ORA-03001", cur.execute, "insert into py (id) values (9) return id into :1", [out])
    assert "RETURNING" in error.args[0].message
    cur.execute("select count(*) from py")
    same(cur.fetchone(), (0,))


@check
def national_strings(c):
    cur = c.cursor()
    cur.setinputsizes(oracledb.DB_TYPE_NVARCHAR)
    cur.execute("select n'Zoë 🙂', :1 from dual", ["é🙂"])
    same(cur.fetchone(), ("Zoë 🙂", "é🙂"))


@check
def transactions_and_the_flag(c):
    cur = c.cursor()
    same(c.transaction_in_progress, False)
    cur.execute("insert into py (id) values (1)")
    same(c.transaction_in_progress, True)
    c.rollback()
    same(c.transaction_in_progress, False)
    c.autocommit = True
    cur.execute("insert into py (id) values (2)")
    same(c.transaction_in_progress, False)
    c.autocommit = False
    c.rollback()
    cur.execute("select id from py")
    same(cur.fetchall(), [(2,)])


@check
def errors_have_code_and_offset(c):
    error = raises("ORA-00904", c.cursor().execute, "select nme from py")
    same(error.args[0].offset, 7)
    raises("ORA-00942", c.cursor().execute, "select * from nowhere")
    assert isinstance(raises("ORA-01400", c.cursor().execute, "insert into py (id) values (null)"), oracledb.IntegrityError)


@check
def lobs_are_read_written_and_streamed(c):
    text = "é🙂x" * 30000
    cur = c.cursor()
    cur.execute("insert into py (id, note, image) values (1, :1, :2)", [text, b"\x07" * 100000])
    cur.execute("select note, image from py")
    note, image = cur.fetchone()
    same((note.size(), note.read() == text), (len(text.encode("utf-16-le")) // 2, True))
    same(image.read() == b"\x07" * 100000, True)
    temporary = c.createlob(oracledb.DB_TYPE_CLOB, "first ")
    temporary.write("second", 7)
    cur.execute("insert into py (id, note) values (2, :1)", [temporary])
    cur.execute("select note from py where id = 2")
    same(cur.fetchone()[0].read(), "first second")


@check
def a_call_timeout_leaves_the_session_usable(c):
    c.call_timeout = 200
    raises("DPY-4024", c.cursor().execute, "select count(*) from big a, big b, big c")
    c.call_timeout = 0
    cur = c.cursor()
    cur.execute("select 1 from dual")
    same(cur.fetchone(), (1,))


@check
def cancel_leaves_the_session_usable(c):
    timer = threading.Timer(0.2, c.cancel)
    timer.start()
    raises("ORA-01013", c.cursor().execute, "select count(*) from big a, big b, big c")
    timer.join()
    cur = c.cursor()
    cur.execute("select 1 from dual")
    same(cur.fetchone(), (1,))


@check
def a_pool_takes_back_open_work(c):
    pool = oracledb.create_pool(user="system", password=PASSWORD, dsn=DSN, min=1, max=1)
    with pool.acquire() as first:
        first.cursor().execute("insert into py (id) values (1)")
    with pool.acquire() as second:
        cur = second.cursor()
        cur.execute("select count(*) from py")
        same(cur.fetchone(), (0,))
    pool.close()


@check
def parse_checks_without_running(c):
    cur = c.cursor()
    cur.parse("insert into py (id) values (:1)")
    cur.parse("select id, name from py where id = :1")
    same([d.name for d in cur.description], ["ID", "NAME"])
    raises("ORA-00942", cur.parse, "select * from nowhere")
    cur.execute("select count(*) from py")
    same(cur.fetchone(), (0,))


@check
def session_attributes_are_kept(c):
    c.module, c.action, c.client_identifier = "mod", "act", "cid"
    cur = c.cursor()
    cur.execute("select sys_context('userenv','module'), sys_context('userenv','action'), sys_context('userenv','client_identifier') from dual")
    same(cur.fetchone(), ("mod", "act", "cid"))


@check
def long_connect_data_and_names_with_odd_letters(c):
    raises("DPY-6005", connect, dsn=DSN.replace("FREEPDB1", "N" * 300))
    connect(program="p" * 40, machine="m" * 60).close()


@check
def asynchronous_connections_work_together(c):
    async def one(i):
        async with oracledb.connect_async(user="system", password=PASSWORD, dsn=DSN) as ac:
            cur = ac.cursor()
            await cur.execute("select :1 + n from big where n <= 3 order by n", [i])
            return [r[0] async for r in cur]

    async def all_of_them():
        return await asyncio.gather(*(one(i) for i in range(8)))

    same(asyncio.run(all_of_them()), [[i + 1, i + 2, i + 3] for i in range(8)])


run(
    [
        "create table py (id number(9) primary key, name varchar2(40), amount number(10,2), born date, seen timestamp(6),"
        " note clob, image blob, bits raw(20), ratio binary_double, code char(4))",
        "create table big (n number(5))",
        "insert into big select level from dual connect by level <= 1000",
    ],
    before="delete from py",
)
