// A key that the page takes for itself.
addEventListener('keydown', (event) => {
  if (!event.ctrlKey || event.key !== 'k') return;
  event.preventDefault();
  document.querySelector('#key').textContent = 'taken by the page';
});
