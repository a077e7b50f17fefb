/** The floor: node:http, pg and one hand-written statement an operation that makes the JSON itself. No schema, no checks, no masking. */
import { createServer } from 'node:http';
import pg from 'pg';

const ACCOUNT_OF_PERSON = `SELECT coalesce(json_agg(json_build_object('id', a.id, 'kind', a.kind,
    'institution', json_build_object('code', i.code, 'name', i.name), 'number', a.number, 'holderName', a.holder_name,
    'status', a.status, 'nameMatch', a.name_match, 'checkedAt', a.checked_at, 'isPreferred', a.is_preferred) ORDER BY a.id), '[]')
  FROM account.account a JOIN account.institution i ON i.code = a.institution_code WHERE a.citizen_id = b.citizen_id`;

const VIEW = `SELECT json_build_object('data', json_build_object('beneficiary', json_build_object('id', b.id, 'personalId', p.personal_id,
    'fullName', p.full_name, 'yearOfBirth', p.year_of_birth, 'gender', p.gender, 'paymentMethod', b.payment_method,
    'area', json_build_object('code', u.code, 'name', u.name, 'level', u.level),
    'entitlements', (SELECT coalesce(json_agg(json_build_object('id', e.id, 'programme', json_build_object('code', g.code, 'name', g.name,
        'group', g."group"), 'monthlyAmount', e.monthly_amount, 'validFrom', e.valid_from, 'legalBasis', e.legal_basis) ORDER BY e.id), '[]')
      FROM social_protection.entitlement e JOIN social_protection.programme g ON g.code = e.programme_code WHERE e.beneficiary_id = b.id),
    'citizen', json_build_object('id', b.citizen_id, 'verdict', v.verdict, 'source', v.source, 'checkedAt', v.checked_at),
    'accounts', (${ACCOUNT_OF_PERSON}),
    'payments', (SELECT json_build_object('totalCount', count(*), 'nodes', coalesce(json_agg(json_build_object('id', y.id, 'period', y.period,
        'kind', y.kind, 'amount', y.amount, 'status', y.status, 'receiverName', y.receiver_name, 'updatedAt', y.updated_at,
        'institution', json_build_object('code', i.code, 'name', i.name), 'batch', json_build_object('id', h.id, 'name', h.name, 'status', h.status),
        'attempts', (SELECT json_agg(json_build_object('id', t.id, 'reference', t.reference, 'status', t.status,
            'externalReference', t.external_reference) ORDER BY t.id) FROM payment.attempt t WHERE t.payment_id = y.id)) ORDER BY y.id), '[]'))
      FROM (SELECT * FROM payment.payment WHERE beneficiary_id = b.id ORDER BY id LIMIT 12) y
      JOIN account.institution i ON i.code = y.institution_code JOIN payment.batch h ON h.id = y.batch_id)
  )))::text AS body
  FROM social_protection.beneficiary b
  JOIN social_protection.person p ON p.citizen_id = b.citizen_id
  JOIN social_protection.administrative_unit u ON u.id = b.area_id
  LEFT JOIN population.citizen_verdict v ON v.citizen_id = b.citizen_id
  WHERE b.id = $1`;

const PAGE = `SELECT json_build_object('data', json_build_object('beneficiaries', json_build_object('nodes', coalesce(json_agg(json_build_object(
    'id', b.id, 'personalId', p.personal_id, 'fullName', p.full_name, 'yearOfBirth', p.year_of_birth, 'paymentMethod', b.payment_method,
    'area', json_build_object('code', u.code, 'name', u.name),
    'citizen', json_build_object('id', b.citizen_id, 'verdict', v.verdict, 'checkedAt', v.checked_at),
    'accounts', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'institution', json_build_object('code', i.code, 'name', i.name),
        'number', a.number, 'status', a.status, 'isPreferred', a.is_preferred) ORDER BY a.id), '[]')
      FROM account.account a JOIN account.institution i ON i.code = a.institution_code WHERE a.citizen_id = b.citizen_id)
    ) ORDER BY b.id), '[]'))))::text AS body
  FROM (SELECT b.* FROM social_protection.beneficiary b
        WHERE b.area_id IN (SELECT descendant_id FROM social_protection.area_tree WHERE ancestor_code = $1) ORDER BY b.id LIMIT 50) b
  JOIN social_protection.person p ON p.citizen_id = b.citizen_id
  JOIN social_protection.administrative_unit u ON u.id = b.area_id
  LEFT JOIN population.citizen_verdict v ON v.citizen_id = b.citizen_id`;

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });

const server = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => (body += chunk));
  request.on('end', async () => {
    const { variables } = JSON.parse(body);
    const statement = variables.id ? { name: 'view', text: VIEW } : { name: 'page', text: PAGE };
    const { rows } = await pool.query({ ...statement, values: [variables.id ?? variables.area] });
    response.setHeader('content-type', 'application/json');
    response.end(rows[0].body);
  });
}).listen(0, '127.0.0.1', () =>
  console.log(`READY {"url":"http://127.0.0.1:${server.address().port}/graphql"}`),
);
process.on('SIGINT', () => process.exit(0));
