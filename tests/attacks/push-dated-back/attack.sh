# An answer that is months late says that it was in time. The tests run later than 2026-03-16.
server
act mei 2026-03-02
iwcp step 2026-0002 respond --set verdict=not-proven --set comments='No.' --set no_other_models=true
