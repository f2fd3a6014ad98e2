/** Raw material of the case: names and companies, invented or common. Nicknames are pairs people really use. */
export const nicknames: Readonly<Record<string, string>> = {
  Robert: 'Bob', William: 'Bill', Elizabeth: 'Liz', Katherine: 'Kate', Michael: 'Mike', Thomas: 'Tom', Daniel: 'Dan', Jennifer: 'Jen', Christopher: 'Chris', Alexander: 'Alex',
  Margaret: 'Maggie', Richard: 'Rick', Samantha: 'Sam', Benjamin: 'Ben', Victoria: 'Vicky', Anthony: 'Tony', Patricia: 'Pat', Andrew: 'Andy', Susan: 'Sue', Edward: 'Ed',
};
export const firstNames: readonly string[] = [
  ...Object.keys(nicknames), 'Anna', 'Maria', 'Laura', 'Julia', 'Sofia', 'Emma', 'Olivia', 'Noah', 'Liam', 'Lucas', 'Mateo', 'Hugo', 'Léa', 'Chloé', 'Jürgen', 'Günther', 'Søren', 'Ingrid', 'Björn', 'Zoë',
  'Priya', 'Arjun', 'Ananya', 'Wei', 'Mei', 'Hiroshi', 'Yuki', 'Fatima', 'Omar', 'Layla', 'Kwame', 'Amara', 'Ivan', 'Olga', 'Pavel', 'Marta', 'Carlos', 'Lucía', 'Diego', 'Carmen', 'Paulo', 'Beatriz', 'Rosa', 'Nina', 'Felix', 'Clara', 'Oskar', 'Greta',
  'Peter', 'Paul', 'Grace', 'Ruth', 'Frank', 'Helen', 'Irene', 'Simon', 'Martin', 'Nora', 'Stella', 'Victor', 'Walter', 'Theo', 'Iris', 'Hannah', 'Leo', 'Miles', 'Ada', 'Edith',
];
export const lastNames: readonly string[] = [
  'Smith', 'Johnson', 'Brown', 'Taylor', 'Walker', 'Wright', 'Hughes', 'Edwards', 'Green', 'Hall', 'Wood', 'Harris', 'Clark', 'Lewis', 'Young', 'King', 'Baker', 'Turner', 'Carter', 'Mitchell', 'Parker', 'Collins', 'Morris', 'Rogers', 'Reed', 'Cook', 'Morgan', 'Bell',
  'Müller', 'Schmidt', 'Schneider', 'Fischer', 'Weber', 'Becker', 'Hoffmann', 'Dubois', 'Laurent', 'Moreau', 'Girard', 'Rossi', 'Bianchi', 'Romano', 'García', 'Martínez', 'López', 'Sánchez', 'Fernández', 'Silva', 'Santos', 'Oliveira', 'Costa',
  'Nielsen', 'Hansen', 'Larsen', 'Andersson', 'Johansson', 'Lindqvist', 'Kowalski', 'Nowak', 'Novák', 'Horváth', 'Popescu', 'Ivanov', 'Petrov', 'Patel', 'Sharma', 'Singh', 'Gupta', 'Iyer', 'Chen', 'Wang', 'Zhang', 'Liu', 'Tanaka', 'Suzuki', 'Sato', 'Kim', 'Park', 'Nguyen', 'Tran',
  'Haddad', 'Khan', 'Hussein', 'Okafor', 'Mensah', 'Diallo', 'O’Brien', 'O’Connor', 'McCarthy', 'MacDonald', 'van Dijk', 'de Vries', 'Jansen', 'Peeters', 'Maes',
];
export const titles: readonly string[] = ['CEO', 'CTO', 'CFO', 'VP Sales', 'VP Marketing', 'Head of Operations', 'Marketing Manager', 'Sales Director', 'IT Manager', 'Procurement Lead', 'Product Manager', 'Office Manager', 'Data Analyst', 'Account Executive', 'Engineer'];
export const companyFirst: readonly string[] = ['North', 'Blue', 'Silver', 'Bright', 'Summit', 'River', 'Cedar', 'Iron', 'Clear', 'Golden', 'Harbor', 'Stone', 'Maple', 'Falcon', 'Nova', 'Apex', 'Vertex', 'Quantum', 'Lumen', 'Orbit', 'Pioneer', 'Atlas', 'Beacon', 'Crest', 'Delta'];
export const companySecond: readonly string[] = ['wind', 'field', 'bridge', 'works', 'line', 'peak', 'stream', 'forge', 'gate', 'point', 'craft', 'logic', 'metrics', 'labs', 'grid', 'path', 'scale', 'ware', 'base', 'soft'];
export const companySuffix: readonly string[] = ['Inc.', 'LLC', 'Ltd', 'GmbH', 'Group', 'Corp.', ''];
export const cities: readonly (readonly [string, string])[] = [
  ['London', 'United Kingdom'], ['Berlin', 'Germany'], ['Paris', 'France'], ['Madrid', 'Spain'], ['Amsterdam', 'Netherlands'], ['Copenhagen', 'Denmark'], ['New York', 'United States'], ['Austin', 'United States'], ['Chicago', 'United States'], ['Toronto', 'Canada'], ['Dublin', 'Ireland'], ['Lisbon', 'Portugal'],
];
export const freeMail: readonly string[] = ['gmail.com', 'outlook.com', 'yahoo.com'];
export const roleMailboxes: readonly string[] = ['info', 'sales', 'office', 'contact'];
