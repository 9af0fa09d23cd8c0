#!/bin/sh
# A role that is no superuser owns the database: superusers pass the wall between tenants.
set -eu
psql --set=ON_ERROR_STOP=1 --username postgres --dbname postgres <<'SQL'
\set password `cat /run/secrets/database`
CREATE ROLE hexascope LOGIN PASSWORD :'password' NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE hexascope OWNER hexascope;
SQL
