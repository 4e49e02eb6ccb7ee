/* House skin of the admin: "/" focuses the search, filters close by themselves, and cards know their heads. */
'use strict';
{
    const drops = document.querySelectorAll('#changelist-filter details');
    document.addEventListener('keydown', (event) => {
        const typing = event.target.closest('input, textarea, select, [contenteditable]');
        const search = document.querySelector('#searchbar') || document.querySelector('#nav-filter');
        if (event.key === '/' && !typing && search) {
            event.preventDefault();
            search.focus();
        }
        if (event.key === 'Escape') {
            drops.forEach((drop) => drop.removeAttribute('open'));
        }
    });
    document.addEventListener('click', (event) => {
        drops.forEach((drop) => drop.contains(event.target) || drop.removeAttribute('open'));
    });

    document.querySelectorAll('#result_list, .inline-group .tabular table').forEach((table) => {
        const heads = [...table.querySelectorAll('thead th')].map((head) => head.textContent.trim());
        table.querySelectorAll('tbody tr').forEach((row) => {
            [...row.children].forEach((cell, index) => cell.tagName === 'TD' && heads[index] && cell.setAttribute('data-label', heads[index]));
        });
    });
}
