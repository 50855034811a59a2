-- HR, the workshop's sample schema, from nothing: user, tables, rows, indexes, view, comments, procedures, triggers, and the role for readers.
--
--   npm run db -- sql db/hr/hr_main.sql PASSWORD      as an administrator; PASSWORD is the new user's
--
-- Structure and rows are those of the current edition of Oracle's sample schema (NOTICE); the texts are our own.
-- Running it again fails at CREATE USER and changes nothing: hr_uninstall.sql removes everything first.
WHENEVER SQLERROR EXIT FAILURE ROLLBACK
SET VERIFY OFF
SET FEEDBACK OFF

PROMPT creating user HR
CREATE USER hr IDENTIFIED BY "&1" DEFAULT TABLESPACE users TEMPORARY TABLESPACE temp QUOTA UNLIMITED ON users;
GRANT CREATE SESSION, CREATE TABLE, CREATE VIEW, CREATE MATERIALIZED VIEW, CREATE PROCEDURE, CREATE SEQUENCE, CREATE SYNONYM, CREATE TRIGGER, CREATE TYPE TO hr;

ALTER SESSION SET CURRENT_SCHEMA = hr;

@@hr_create.sql
@@hr_populate.sql
@@hr_indexes.sql
@@hr_comments.sql
@@hr_code.sql
@@hr_roles.sql

PROMPT HR is installed
