/** papersViews are the views of what the papers are, in the order of their names on the page. */
export const papersViews = [
  { to: "/van-ban", label: "Tất cả văn bản" },
  { to: "/xac-nhan", label: "Chờ xác nhận thông tin" },
  { to: "/so-van-ban", label: "Sổ văn bản đi" },
  { to: "/vien-dan-chua-co", label: "Viện dẫn chưa có" },
  { to: "/trung-so", label: "Bản trùng số" },
  { to: "/co-quan", label: "Cơ quan" },
  { to: "/don-vi", label: "Đơn vị" },
];
