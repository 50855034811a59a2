PROMPT comments
COMMENT ON TABLE regions IS 'Parts of the world in which the company is active.';
COMMENT ON COLUMN regions.region_id IS 'Key of the region.';
COMMENT ON COLUMN regions.region_name IS 'What the region is called.';

COMMENT ON TABLE countries IS 'Countries, each in one region.';
COMMENT ON COLUMN countries.country_id IS 'Key: the two-letter code of the country.';
COMMENT ON COLUMN countries.country_name IS 'What the country is called.';
COMMENT ON COLUMN countries.region_id IS 'The region it lies in; points at REGIONS.';

COMMENT ON TABLE locations IS 'Addresses of offices, warehouses and factories.';
COMMENT ON COLUMN locations.location_id IS 'Key of the address.';
COMMENT ON COLUMN locations.street_address IS 'Street and house number.';
COMMENT ON COLUMN locations.postal_code IS 'Postal code; text, because leading zeros count.';
COMMENT ON COLUMN locations.city IS 'City; always known.';
COMMENT ON COLUMN locations.state_province IS 'State or province, where there is one.';
COMMENT ON COLUMN locations.country_id IS 'Country of the address; points at COUNTRIES.';

COMMENT ON TABLE departments IS 'Departments of the company, each with a place and mostly a manager.';
COMMENT ON COLUMN departments.department_id IS 'Key of the department.';
COMMENT ON COLUMN departments.department_name IS 'What the department is called; always known.';
COMMENT ON COLUMN departments.manager_id IS 'Who leads it; points at EMPLOYEES.';
COMMENT ON COLUMN departments.location_id IS 'Where it sits; points at LOCATIONS.';

COMMENT ON TABLE jobs IS 'Kinds of jobs with the range of their salaries.';
COMMENT ON COLUMN jobs.job_id IS 'Key: a short code such as IT_PROG.';
COMMENT ON COLUMN jobs.job_title IS 'What the job is called; always known.';
COMMENT ON COLUMN jobs.min_salary IS 'Lowest salary of the range.';
COMMENT ON COLUMN jobs.max_salary IS 'Highest salary of the range.';

COMMENT ON TABLE employees IS 'Everybody who works for the company now.';
COMMENT ON COLUMN employees.employee_id IS 'Key of the employee.';
COMMENT ON COLUMN employees.first_name IS 'First name.';
COMMENT ON COLUMN employees.last_name IS 'Last name; always known.';
COMMENT ON COLUMN employees.email IS 'Mail name, unlike anybody else''s.';
COMMENT ON COLUMN employees.phone_number IS 'Phone number with its country and area codes.';
COMMENT ON COLUMN employees.hire_date IS 'First day in the present job; always known.';
COMMENT ON COLUMN employees.job_id IS 'Present job; points at JOBS.';
COMMENT ON COLUMN employees.salary IS 'Salary a month; more than zero.';
COMMENT ON COLUMN employees.commission_pct IS 'Share of sales as a commission; only in the sales department.';
COMMENT ON COLUMN employees.manager_id IS 'Whom the employee reports to; points at EMPLOYEES itself.';
COMMENT ON COLUMN employees.department_id IS 'Present department; points at DEPARTMENTS.';

COMMENT ON TABLE job_history IS 'Earlier jobs of the employees: a row for each change of job or department.';
COMMENT ON COLUMN job_history.employee_id IS 'Whose job it was; with START_DATE the key; points at EMPLOYEES.';
COMMENT ON COLUMN job_history.start_date IS 'First day in that job; part of the key.';
COMMENT ON COLUMN job_history.end_date IS 'Last day in that job; later than START_DATE.';
COMMENT ON COLUMN job_history.job_id IS 'What the job was; points at JOBS.';
COMMENT ON COLUMN job_history.department_id IS 'Department at that time; points at DEPARTMENTS.';
