# Two operators report the same model of the same manufacturer, each on a branch, under ids that do not meet.
submit() {
sed -e "s/^id: .*/id: $1/" -e 's/model: .*/model: A900/' -e 's/^submitted: .*/submitted: 2026-03-02/' $(report 2026-0001) > $(report $1)
  commit "$(step $1 submit '(new)' awaiting-confirmation '1, Fig. 1 box 1')"
}
git checkout -q -b one
act olga 2026-03-02
submit 2026-0004
git checkout -q -b two main
submit 2026-0005
git checkout -q main
