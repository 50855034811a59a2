-- What an application that only reads may see. Whoever makes an object that readers need grants it to this role.
PROMPT role HR_READER
CREATE ROLE hr_reader;
GRANT SELECT ON hr.employees TO hr_reader;
