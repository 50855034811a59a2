-- The exercise's own user:   npm run db -- sql db/changelog/cicd/cicd_user.sql PASSWORD      as an administrator
SET VERIFY OFF
-- Fails harmlessly when there is none yet.
WHENEVER SQLERROR CONTINUE
DROP USER cicd_user CASCADE;
WHENEVER SQLERROR EXIT FAILURE ROLLBACK
CREATE USER cicd_user IDENTIFIED BY "&1" DEFAULT TABLESPACE users TEMPORARY TABLESPACE temp;
GRANT CONNECT, RESOURCE, UNLIMITED TABLESPACE TO cicd_user;
