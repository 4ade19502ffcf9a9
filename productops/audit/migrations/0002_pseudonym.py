"""The function by which history keeps personal values apart (docs: productops/audit/history.py)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_pseudonym(subject bigint, label text, plain text) RETURNS text AS $$
DECLARE
    grain text;
    fingerprint text;
BEGIN
    IF subject IS NULL OR plain IS NULL OR plain = '' THEN
        RETURN plain;
    END IF;
    INSERT INTO audit_subject (person_id, salt)
        VALUES (subject, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''))
        ON CONFLICT (person_id) DO NOTHING;
    SELECT salt INTO grain FROM audit_subject WHERE person_id = subject;
    fingerprint := 'sha256:' || encode(sha256(convert_to(grain || label || plain, 'UTF8')), 'hex');
    INSERT INTO audit_personalvalue (subject_id, field, digest, value)
        VALUES (subject, label, fingerprint, plain) ON CONFLICT (subject_id, digest) DO NOTHING;
    RETURN fingerprint;
END
$$ LANGUAGE plpgsql;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP FUNCTION audit_pseudonym(bigint, text, text)")]
