"""What python-oracledb (thin) must be able to do with PL/SQL.

    plsql_checks.py CONNECT_STRING PASSWORD
"""
import datetime
import decimal

import oracledb
from checks import check, connect, raises, run, same


def printed(c):
    lines, count = c.cursor().arrayvar(str, 100), c.cursor().var(int)
    count.setvalue(0, 100)
    c.cursor().callproc("dbms_output.get_lines", (lines, count))
    assert count.getvalue() == len(lines.getvalue())
    return lines.getvalue()


@check
def values_of_every_type_come_out(c):
    cur = c.cursor()
    types = {
        "n": (oracledb.DB_TYPE_NUMBER, "12345678901234567890.5", decimal.Decimal("12345678901234567890.5")),
        "s": (oracledb.DB_TYPE_VARCHAR, "'Zoë 🙂'", "Zoë 🙂"), "nv": (oracledb.DB_TYPE_NVARCHAR, "'Zoë 🙂'", "Zoë 🙂"),
        "d": (oracledb.DB_TYPE_DATE, "date '2024-02-29'", datetime.datetime(2024, 2, 29)),
        "t": (oracledb.DB_TYPE_TIMESTAMP, "timestamp '2024-02-29 23:59:58.123456'", datetime.datetime(2024, 2, 29, 23, 59, 58, 123456)),
        "r": (oracledb.DB_TYPE_RAW, "hextoraw('00ff')", b"\x00\xff"), "bd": (oracledb.DB_TYPE_BINARY_DOUBLE, "0.1d", 0.1), "bf": (oracledb.DB_TYPE_BINARY_FLOAT, "0.5f", 0.5),
        "b": (oracledb.DB_TYPE_BOOLEAN, "1 = 1", True), "f": (oracledb.DB_TYPE_BOOLEAN, "1 = 2", False), "i": (oracledb.DB_TYPE_BINARY_INTEGER, "7", 7),
        "ds": (oracledb.DB_TYPE_INTERVAL_DS, "interval '1 2:3:4.5' day to second", datetime.timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        "ym": (oracledb.DB_TYPE_INTERVAL_YM, "interval '-1-2' year to month", oracledb.IntervalYM(-1, -2)),
    }
    out = {name: cur.var(of) for name, (of, _, _) in types.items()}
    out["n"] = cur.var(decimal.Decimal)
    cur.execute("begin " + " ".join(f":{name} := {text};" for name, (_, text, _) in types.items()) + " end;", out)
    same({name: var.getvalue() for name, var in out.items()}, {name: value for name, (_, _, value) in types.items()})
    cur.execute("begin " + " ".join(f":{name} := null;" for name in types) + " end;", out)
    same([var.getvalue() for var in out.values()], [None] * len(types))


@check
def lobs_come_out_and_can_be_written(c):
    cur = c.cursor()
    text, data = cur.var(oracledb.DB_TYPE_CLOB), cur.var(oracledb.DB_TYPE_BLOB)
    cur.execute("begin :t := rpad('x', 10000, 'yz'); :d := hextoraw('0102'); end;", t=text, d=data)
    same((text.getvalue().size(), data.getvalue().read()), (10000, b"\x01\x02"))
    text.getvalue().write("new", 1)
    same(text.getvalue().read(1, 5), "newyz")
    long = "é" * 40000
    cur.execute("begin :n := length(:t); end;", n=(n := cur.var(int)), t=long)
    same(n.getvalue(), 40000)


@check
def binds_in_and_out_by_name_and_position(c):
    cur = c.cursor()
    x = cur.var(int)
    for i in range(3):
        x.setvalue(0, i)
        cur.execute("begin :x := :x + :y * :y; end;", x=x, y=3)
        same(x.getvalue(), i + 9)
        cur.execute("begin :1 := :1 || :2; end;", [s := cur.var(str, 20), "b"])
        same(s.getvalue(), "b")
    same(cur.bindnames(), ["1", "2"])
    raises("DPY-4010", cur.execute, "begin :x := :y; end;", x=x)
    cur.execute("begin null; end;")
    assert not c.transaction_in_progress


@check
def a_value_too_long_for_its_variable_is_an_error(c):
    cur = c.cursor()
    error = raises("ORA-06502", cur.execute, "begin\n  :s := rpad('x', 50, 'x');\nend;", s=cur.var(str, 10))
    same(str(error).split("\nHelp")[0], "ORA-06502: PL/SQL: numeric or value error: character string buffer too small\nORA-06512: at line 2")


@check
def executemany_runs_a_block_for_each_row(c):
    cur = c.cursor()
    out = cur.var(int, arraysize=4)
    cur.setinputsizes(o=out)
    cur.executemany("begin insert into pl values (:n, :s) returning n * 10 into :o; end;", [{"n": i, "s": f"row {i}", "o": None} for i in range(4)])
    same(out.values, [0, 10, 20, 30])
    cur.execute("select count(*), max(s) from pl")
    same(cur.fetchone(), (4, "row 3"))
    c.rollback()
    cur = c.cursor()
    error = raises("ORA-20001", cur.executemany, "begin insert into pl values (:1, null); if :1 = 3 then raise_application_error(-20001, 'three'); end if; end;",
                   [(1,), (2,), (3,), (4,)])
    same(error.args[0].offset, 2)
    cur.execute("select count(*) from pl")
    same(cur.fetchone(), (2,))
    cur.executemany("begin insert into pl values (9, null); end;", 5)
    cur.execute("select count(*) from pl where n = 9")
    same(cur.fetchone(), (5,))


@check
def arrays_go_in_and_out(c):
    cur = c.cursor()
    cur.execute("create or replace package pl_arrays is type numbers is table of number index by pls_integer; type texts is table of varchar2(100) index by pls_integer;"
                " procedure double(a in numbers, b out numbers, t in out texts); end;")
    cur.execute("create or replace package body pl_arrays is procedure double(a in numbers, b out numbers, t in out texts) is begin"
                " for i in 1 .. a.count loop b(i) := a(i) * 2; t(i) := upper(t(i)); end loop; t(a.count + 1) := null; end; end;")
    given, doubled, texts = cur.arrayvar(int, [1, 2, 3]), cur.arrayvar(int, 10), cur.arrayvar(str, ["a", 'b,"', None, None])
    cur.callproc("pl_arrays.double", [given, doubled, texts])
    same((doubled.getvalue(), texts.getvalue()), ([2, 4, 6], ["A", 'B,"', None, None]))
    raises("ORA-06513", cur.callproc, "pl_arrays.double", [given, cur.arrayvar(int, 2), texts])


@check
def procedures_and_functions_are_called(c):
    cur = c.cursor()
    cur.execute("create or replace procedure pl_p(a in number, b out varchar2, c in out number) is begin b := 'got ' || a; c := c + a; end;")
    cur.execute("create or replace function pl_f(a in number default 5, d in date default null) return date is begin return nvl(d, date '2024-01-01') + a; end;")
    b = cur.var(str)
    same(cur.callproc("pl_p", [5, b, 7]), [5, "got 5", 12])
    same(cur.callproc("pl_p", keyword_parameters={"a": 1, "c": cur.var(int), "b": b}), [])
    same(cur.callfunc("pl_f", datetime.datetime, [1]), datetime.datetime(2024, 1, 2))
    same(cur.callfunc("pl_f", oracledb.DB_TYPE_DATE, [], {"d": datetime.datetime(2020, 1, 1)}), datetime.datetime(2020, 1, 6))
    same(cur.callfunc("pl_f", datetime.datetime), datetime.datetime(2024, 1, 6))
    raises("ORA-06550", cur.callproc, "pl_nosuch")
    raises("ORA-06550", cur.callproc, "pl_p", [1])
    cur.execute("call pl_p(:a, :b, :c)", a=1, b=b, c=(n := cur.var(int)))
    same((b.getvalue(), n.getvalue()), ("got 1", None))


@check
def cursors_come_out(c):
    cur = c.cursor()
    rows = c.cursor()
    rows.prefetchrows, rows.arraysize = 0, 7
    cur.execute("begin open :rc for select level n, 'row ' || level t from dual connect by level <= 250; end;", rc=rows)
    c.commit()
    same([d.name for d in rows.description], ["N", "T"])
    got = rows.fetchall()
    same((len(got), got[-1]), (250, (250, "row 250")))
    var = cur.var(oracledb.DB_TYPE_CURSOR)
    cur.execute("begin open :rc for select level n, to_clob('lob ' || level) t from dual connect by level <= 150; end;", rc=var)
    got = var.getvalue().fetchall()
    same((len(got), got[-1][1].read()), (150, "lob 150"))
    cur.execute("begin open :rc for 'select 1 from dual where 1 = :x' using 2; commit; end;", rc=var)
    same(var.getvalue().fetchall(), [])
    never = cur.var(oracledb.DB_TYPE_CURSOR)
    cur.execute("begin :rc := null; end;", rc=never)
    raises("DPY-4025", never.getvalue().fetchall)


@check
def a_function_returns_a_cursor(c):
    cur = c.cursor()
    cur.execute("create or replace function pl_rows(n number) return sys_refcursor is r sys_refcursor; begin open r for select level * n a from dual connect by level <= 3; return r; end;")
    same(cur.callfunc("pl_rows", oracledb.DB_TYPE_CURSOR, [10]).fetchall(), [(10,), (20,), (30,)])


@check
def results_come_without_being_asked_for(c):
    cur = c.cursor()
    cur.execute("""declare a sys_refcursor; b sys_refcursor;
        begin open a for select 1 from dual; dbms_sql.return_result(a); open b for select 'x', 'y' from dual connect by level <= 2; dbms_sql.return_result(b); end;""")
    same([r.fetchall() for r in cur.getimplicitresults()], [[(1,)], [("x", "y"), ("x", "y")]])


@check
def output_is_read_line_by_line_and_many_at_once(c):
    cur = c.cursor()
    cur.execute("begin dbms_output.put_line('before enable'); end;")
    cur.callproc("dbms_output.enable")
    cur.execute("begin dbms_output.put_line('one'); dbms_output.put_line(''); dbms_output.put('thr'); dbms_output.put('ee'); dbms_output.new_line; dbms_output.put('open'); end;")
    line, status = cur.var(str), cur.var(int)
    cur.callproc("dbms_output.get_line", (line, status))
    same((line.getvalue(), status.getvalue()), ("one", 0))
    same(printed(c), [None, "three"])
    cur.callproc("dbms_output.get_line", (line, status))
    same((line.getvalue(), status.getvalue()), (None, 1))
    cur.execute("begin dbms_output.put_line('kept'); raise_application_error(-20000, 'x'); exception when others then dbms_output.put_line('too'); rollback; end;")
    raises("ORA-01476", cur.execute, "begin dbms_output.put_line('lost not'); dbms_output.put_line(1 / 0); end;")
    same(printed(c), ["kept", "too", "lost not"])
    cur.callproc("dbms_output.disable")
    cur.execute("begin dbms_output.put_line('after disable'); end;")
    same(printed(c), [])


@check
def output_has_its_limits(c):
    cur = c.cursor()
    cur.callproc("dbms_output.enable", [2000])
    cur.execute("insert into pl values (1, null)")
    error = raises("ORA-20000", cur.execute, "begin insert into pl values (2, null); for i in 1 .. 30 loop dbms_output.put_line(rpad('x', 100, 'x')); end loop; end;")
    assert "ORU-10027: buffer overflow, limit of 2000 bytes" in str(error), error
    same(len(printed(c)), 20)
    cur.execute("select count(*) from pl")
    same(cur.fetchone(), (1,))
    cur.callproc("dbms_output.enable", [None])
    error = raises("ORA-20000", cur.execute, "begin dbms_output.put(rpad('x', 32767, 'x')); dbms_output.put('y'); end;")
    assert "ORU-10028: line length overflow, limit of 32767 bytes per line" in str(error), error


@check
def blocks_control_transactions(c):
    cur = c.cursor()
    cur.execute("begin for i in 1 .. 4 loop insert into pl values (i, null); if mod(i, 2) = 0 then commit; else savepoint s; end if; end loop; insert into pl values (5, null); rollback; end;")
    assert not c.transaction_in_progress
    cur.execute("select n from pl order by n")
    same(cur.fetchall(), [(1,), (2,), (3,), (4,)])
    raises("ORA-01086", cur.execute, "begin rollback to nowhere; end;")
    raises("ORA-20002", cur.execute, "begin delete from pl where n = 1; commit; delete from pl; raise_application_error(-20002, 'x'); end;")
    cur.execute("select n from pl order by n")
    same(cur.fetchall(), [(2,), (3,), (4,)])


@check
def errors_tell_where_they_came_from(c):
    cur = c.cursor()
    cur.execute("create or replace procedure pl_inner is\nbegin\n  raise no_data_found;\nend;")
    cur.execute("create or replace procedure pl_outer is\nbegin\n\n  pl_inner;\nend;")
    error = raises("ORA-01403", cur.execute, "begin\n  pl_outer;\nend;")
    same(str(error).split("\nHelp")[0], 'ORA-01403: no data found\nORA-06512: at "SYSTEM.PL_INNER", line 3\nORA-06512: at "SYSTEM.PL_OUTER", line 4\nORA-06512: at line 2')
    error = raises("ORA-06550", cur.execute, "begin\n  nosuch;\nend;")
    same(str(error).split("\nHelp")[0], "ORA-06550: line 2, column 3:\nPLS-00201: identifier 'NOSUCH' must be declared\nORA-06550: line 2, column 3:\nPL/SQL: Statement ignored")
    raises("ORA-06510", cur.execute, "declare e exception; begin raise e; end;")


@check
def a_unit_with_errors_is_made_with_a_warning(c):
    cur = c.cursor()
    cur.execute("create or replace procedure pl_bad is begin nosuch; end;")
    same(cur.warning.full_code, "DPY-7000")
    raises("ORA-06550", cur.callproc, "pl_bad")
    cur.execute("create or replace procedure pl_later is begin insert into pl_not_yet values (1); end;")
    same(cur.warning.full_code, "DPY-7000")
    cur.execute("create table pl_not_yet (n number)")
    cur.callproc("pl_later")
    cur.execute("select * from pl_not_yet")
    same(cur.fetchall(), [(1,)])


@check
def endless_work_ends(c):
    cur = c.cursor()
    raises("ORA-06500", cur.execute, "declare function f(n number) return number is begin return f(n + 1); end; begin dbms_output.put_line(f(1)); end;")
    for text in ("begin loop null; end loop; end;", "begin loop commit; end loop; end;"):
        c.call_timeout = 300
        raises("DPY-4024", cur.execute, text)
        c.call_timeout = 0
    cur.execute("select 1 from dual")
    same(cur.fetchone(), (1,))


@check
def dynamic_sql_runs_everywhere(c):
    cur = c.cursor()
    cur.execute("create or replace function pl_count(t varchar2) return number is n number; begin execute immediate 'select count(*) from ' || t into n; return n; end;")
    cur.execute("insert into pl values (1, null)")
    cur.execute("select pl_count('pl'), pl_count('dual') from dual")
    same(cur.fetchone(), (1, 1))
    same(cur.callfunc("pl_count", int, ["pl"]), 1)
    raises("ORA-00942", cur.execute, "select pl_count('nowhere') from dual")
    cur.execute("create or replace function pl_ddl return number is begin execute immediate 'drop table pl'; return 1; end;")
    raises("ORA-14552", cur.execute, "select pl_ddl from dual")


@check
def an_autonomous_procedure_logs_what_is_rolled_back(c):
    cur = c.cursor()
    cur.execute("create table pl_log (t varchar2(100))")
    cur.execute("create or replace procedure pl_note(t varchar2) is pragma autonomous_transaction; begin insert into pl_log values (t); commit; end;")
    cur.execute("create or replace trigger pl_trigger before insert on pl for each row begin pl_note(:new.s); end;")
    cur.execute("insert into pl values (1, 'by trigger')")
    cur.execute("begin pl_note('by block'); end;")
    c.rollback()
    cur.execute("select t from pl_log order by t")
    same(cur.fetchall(), [("by block",), ("by trigger",)])
    cur.execute("create or replace package pl_state is n number := 1; end;")
    cur.execute("create or replace function pl_next return number is pragma autonomous_transaction; begin pl_state.n := pl_state.n * 10; commit; return pl_state.n; end;")
    cur.execute("begin pl_state.n := 2; :a := pl_next; :b := pl_state.n; end;", a=(a := cur.var(int)), b=(b := cur.var(int)))
    same((a.getvalue(), b.getvalue()), (20, 20))
    cur.execute("select pl_next, pl_next from dual")
    same(cur.fetchone(), (200, 2000))
    cur.execute("begin :b := pl_state.n; end;", b=b)
    same(b.getvalue(), 2000)
    cur.execute("drop trigger pl_trigger")


run(["create table pl (n number, s varchar2(100))"], before="delete from pl")
