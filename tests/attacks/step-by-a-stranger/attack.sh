# mallory signs what would be a good step of anna's.
act mallory 2026-03-02
sed -i 's/^status: .*/status: rescinded/' $(report 2026-0003)
commit "$(step 2026-0003 rescind responded rescinded 6)" --author 'Anna Adler <anna@example.org>'
