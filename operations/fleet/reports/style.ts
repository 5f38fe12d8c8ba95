/** The look of the page, light and dark, for narrow windows and for paper too. */
export const style = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1b1f; --quiet: #5c5f66; --line: #d8dae0;
  --clean: #1a7f4b; --drifted: #b3261e; --unapplied: #8a5a00; --unreachable: #6b3fa0; --skipped: #5c5f66; }
@media (prefers-color-scheme: dark) { :root { --page: #16171a; --text: #e6e7ea; --quiet: #a3a6ad; --line: #3a3d44;
  --clean: #5fcf95; --drifted: #ff8a80; --unapplied: #f0b849; --unreachable: #c9a6ff; --skipped: #a3a6ad; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
small { display: block; color: var(--quiet); font-size: .85em; font-weight: 400; }
h3 small { display: inline; }
.clean { --colour: var(--clean); } .drifted { --colour: var(--drifted); } .unapplied { --colour: var(--unapplied); }
.unreachable { --colour: var(--unreachable); } .skipped { --colour: var(--skipped); }
ul { list-style: none; padding: 0; margin: 0; display: flex; flex-wrap: wrap; gap: .5rem; }
.counts li { border: 1px solid var(--line); border-left: .35rem solid var(--colour); border-radius: .3rem; padding: .25rem .75rem; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); }
.grid li { border: 1px solid var(--line); border-top: .35rem solid var(--colour); border-radius: .3rem; padding: .4rem .6rem;
  overflow-wrap: anywhere; }
a { color: inherit; }
section { border-left: .35rem solid var(--colour); padding: .1rem 0 .1rem 1rem; margin: 1.25rem 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; } section td:nth-child(-n + 2) { overflow-wrap: normal; white-space: nowrap; }
del { color: var(--drifted); text-decoration: none; } ins { color: var(--clean); text-decoration: none; }
.timeline th { white-space: nowrap; font-weight: 500; } .timeline td { white-space: nowrap; }
.bar { width: 60%; } .bar span { display: block; height: .8rem; margin-top: .35rem; border-radius: .2rem; }
.later { background: var(--clean); } .soon { background: var(--unapplied); } .ended { background: var(--drifted); }
`;
