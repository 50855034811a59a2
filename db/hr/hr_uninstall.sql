-- Removes what hr_main.sql made, with everything in it.
DROP USER hr CASCADE;
DROP ROLE hr_reader;
